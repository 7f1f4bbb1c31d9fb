import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  resolveSchemaCoordinate,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** The properties of a schema element that matter for usage. */
interface Deprecable {
  readonly deprecationReason?: string | null | undefined;
}

/**
 * The element that a schema coordinate names, if its use is counted: fields and arguments, and deprecated input fields and enum values,
 * because only these are looked for in variables. Null for everything else, including introspection.
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

/** Throws if the coordinate is invalid, or what should contain the element does not exist. */
function elementAt(schema: GraphQLSchema, coordinate: string) {
  try {
    return resolveSchemaCoordinate(schema, coordinate);
  } catch {
    return undefined;
  }
}

/** The coordinates of all deprecated elements that an operation can use. */
export function deprecatedIn(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    [...elementsOf(type)].flatMap(([coordinate, { deprecationReason }]) =>
      deprecationReason ? [coordinate] : [],
    ),
  );
}

function* elementsOf(type: GraphQLNamedType): Iterable<readonly [coordinate: string, Deprecable]> {
  const { name } = type;
  // The introspection types are not counted.
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
