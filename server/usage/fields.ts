import {
  isInterfaceType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * The fields that an operation asks for, as `Customer.email`, in the order of the alphabet. What is under `@skip` or `@include` counts:
 * some request will want it. A field of an interface counts for each type that it may be of.
 */
export function fieldsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
): readonly string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  const field = () => {
    const [parent, definition] = [types.getParentType(), types.getFieldDef()];
    if (!parent || !definition || definition.name.startsWith('__') || parent.name.startsWith('__')) return;
    found.add(`${parent.name}.${definition.name}`);
    if (!isInterfaceType(parent)) return;
    for (const type of schema.getPossibleTypes(parent)) found.add(`${type.name}.${definition.name}`);
  };
  for (const part of partsOf(document, operationName)) {
    visit(part, visitWithTypeInfo(types, { Field: field }));
  }
  return [...found].sort();
}

/** The operation, and the fragments that it comes to. */
function partsOf(
  { definitions }: DocumentNode,
  name: string | null,
): ReadonlySet<OperationDefinitionNode | FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const parts = new Set<OperationDefinitionNode | FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION && (definition.name?.value ?? null) === name)
      parts.add(definition);
  }
  // What is added while a set is walked through is walked through as well.
  for (const part of parts) {
    visit(part, {
      FragmentSpread: ({ name: { value } }) => {
        const fragment = fragments.get(value);
        if (fragment) parts.add(fragment);
      },
    });
  }
  return parts;
}
