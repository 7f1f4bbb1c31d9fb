import { Kind, type DocumentNode, type FragmentDefinitionNode } from 'graphql';

/** The fragments of a document by name. */
export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/**
 * The same, in the form graphql-js expects. It has no prototype, so that a fragment named `constructor` is only found if the document
 * defines one.
 */
export function fragmentRecordOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const record = Object.create(null) as Record<string, FragmentDefinitionNode>;
  return Object.assign(record, Object.fromEntries(fragmentsOf(document)));
}
