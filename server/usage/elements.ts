import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  resolveSchemaCoordinate,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** What of a schema element usage looks at. */
interface Deprecable {
  readonly deprecationReason?: string | null | undefined;
}

/**
 * What a schema coordinate names, where its use is counted: fields and arguments, and those input fields and enum values that are deprecated,
 * as only these are looked for in variables. Null of all else, introspection among it.
 */
export function countedAt(schema: GraphQLSchema, coordinate: string): Deprecable | null {
  if (coordinate.startsWith('__')) return null;
  const element = elementAt(schema, coordinate);
  if (element?.kind === 'Field') return element.field;
  if (element?.kind === 'FieldArgument') return element.fieldArgument;
  if (element?.kind === 'InputField') return onlyDeprecated(element.inputField);
  return element?.kind === 'EnumValue' ? onlyDeprecated(element.enumValue) : null;
}

function onlyDeprecated(element: Deprecable): Deprecable | null {
  return element.deprecationReason ? element : null;
}

/** It throws where a coordinate is none, or what should hold it is not there. */
function elementAt(schema: GraphQLSchema, coordinate: string) {
  try {
    return resolveSchemaCoordinate(schema, coordinate);
  } catch {
    return undefined;
  }
}

/** The coordinates of all that is deprecated and that an operation can use. */
export function deprecatedIn(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    [...elementsOf(type)].flatMap(([coordinate, { deprecationReason }]) =>
      deprecationReason ? [coordinate] : [],
    ),
  );
}

function* elementsOf(type: GraphQLNamedType): Iterable<readonly [coordinate: string, Deprecable]> {
  const { name } = type;
  // The types of introspection are not counted.
  if (name.startsWith('__')) return;
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield [`${name}.${field.name}`, field];
      for (const argument of field.args) yield [`${name}.${field.name}(${argument.name}:)`, argument];
    }
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) yield [`${name}.${field.name}`, field];
  } else if (isEnumType(type)) {
    for (const value of type.getValues()) yield [`${name}.${value.name}`, value];
  }
}
