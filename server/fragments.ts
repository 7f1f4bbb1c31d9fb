import { Kind, type DocumentNode, type FragmentDefinitionNode } from 'graphql';

/** The fragments of a document by name. */
export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** The same as graphql-js takes them. Without a prototype: a fragment may be called `constructor`, and then must be there before it counts. */
export function fragmentRecordOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const record = Object.create(null) as Record<string, FragmentDefinitionNode>;
  return Object.assign(record, Object.fromEntries(fragmentsOf(document)));
}
