import {
  getNamedType,
  isInterfaceType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf } from '../graph/fragments.ts';

/**
 * The parts of the schema that an operation uses, as schema coordinates (GraphQL, appendix "Schema Coordinates") in alphabetical order: the
 * fields it selects (`Customer.email`), the arguments it passes (`Query.orders(first:)`), and the input fields (`OrderFilter.status`) and
 * enum values (`OrderStatus.PLACED`) in its text. Selections under `@skip` or `@include` count, because some request will include them. A
 * field of an interface counts for each type that it may belong to. The contents of variables are left to {@link DeprecatedInputs}.
 */
export function coordinatesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
): readonly string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, collector(schema, types, found));
  for (const part of partsOf(document, operationName)) visit(part, visitor);
  return [...found].sort();
}

/** A visitor that adds to `found` what `types` currently points at. */
function collector(schema: GraphQLSchema, types: TypeInfo, found: Set<string>): ASTVisitor {
  return {
    Field: () => {
      for (const field of fieldsAt(schema, types)) found.add(field);
    },
    Argument: ({ name }) => {
      if (types.getDirective()) return;
      for (const field of fieldsAt(schema, types)) found.add(`${field}(${name.value}:)`);
    },
    ObjectField: ({ name }) => {
      const type = types.getParentInputType();
      if (type) found.add(`${getNamedType(type).name}.${name.value}`);
    },
    EnumValue: ({ value }) => {
      const type = types.getInputType();
      if (type) found.add(`${getNamedType(type).name}.${value}`);
    },
  };
}

/** The field, on each type that it may belong to; empty for an introspection field. */
function fieldsAt(schema: GraphQLSchema, types: TypeInfo): readonly string[] {
  const [parent, definition] = [types.getParentType(), types.getFieldDef()];
  if (!parent || !definition || definition.name.startsWith('__') || parent.name.startsWith('__')) return [];
  const owners = isInterfaceType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
  return owners.map(({ name }) => `${name}.${definition.name}`);
}

/** The operation, and all fragments it uses. */
function partsOf(
  document: DocumentNode,
  name: string | null,
): ReadonlySet<OperationDefinitionNode | FragmentDefinitionNode> {
  const fragments = fragmentsOf(document);
  const parts = new Set<OperationDefinitionNode | FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && (definition.name?.value ?? null) === name)
      parts.add(definition);
  }
  // A loop over a set also visits what is added meanwhile.
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
