import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  GraphQLDirective,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  isCompositeType,
  isListType,
  isNonNullType,
  type ConstDirectiveNode,
  type GraphQLField,
} from 'graphql';

/** The cost of a field according to the schema. */
export interface FieldCost {
  /** The cost of each thing it returns: the weight of the field, or else of its type; 1 for objects, 0 for leaves. */
  readonly weight: number;
  /** The weights of arguments that have one, by name. */
  readonly args: ReadonlyMap<string, number>;
  readonly size: ListSize;
}

/** How many things a field returns. */
export interface ListSize {
  readonly isList: boolean;
  /** Arguments of which the largest is the maximum. */
  readonly slicing: readonly string[];
  /** A required list argument, such as `ids`, with one result for each of its items; null if there is none. */
  readonly given: string | null;
  /** The number if no argument sets it; null if the schema does not specify one. */
  readonly assumed: number | null;
  /** The fields below this one whose lists have this length; if empty, it is that of this field's own list. */
  readonly sized: readonly string[];
}

const names = new GraphQLList(new GraphQLNonNull(GraphQLString));

/** As defined by Federation 2.9, after IBM's GraphQL cost specification. */
const COST = new GraphQLDirective({
  name: 'cost',
  locations: [],
  args: { weight: { type: new GraphQLNonNull(GraphQLInt) } },
});
const LIST_SIZE = new GraphQLDirective({
  name: 'listSize',
  locations: [],
  args: {
    assumedSize: { type: GraphQLInt },
    slicingArguments: { type: names },
    sizedFields: { type: names },
  },
});

const known = new WeakMap<GraphQLField<unknown, unknown>, FieldCost>();

/** The price of a field, by `@cost` and `@listSize`. */
export function fieldCostOf(field: GraphQLField<unknown, unknown>): FieldCost {
  let price = known.get(field);
  if (!price) known.set(field, (price = read(field)));
  return price;
}

function read(field: GraphQLField<unknown, unknown>): FieldCost {
  const type = getNamedType(field.type);
  const weight = weightIn(field.astNode?.directives) ?? weightIn(type.astNode?.directives);
  const args = field.args.flatMap(({ name, type: of, astNode }) => {
    const own = weightIn(astNode?.directives) ?? weightIn(getNamedType(of).astNode?.directives);
    return own === null ? [] : [[name, own] as const];
  });
  return { weight: weight ?? Number(isCompositeType(type)), args: new Map(args), size: sizeOf(field) };
}

function sizeOf(field: GraphQLField<unknown, unknown>): ListSize {
  const said = valuesOf(LIST_SIZE, field.astNode?.directives);
  const lists = field.args.filter(({ type }) => isNonNullType(type) && isListType(type.ofType));
  const isList = isListType(getNullableType(field.type));
  return {
    isList,
    slicing: (said?.['slicingArguments'] as string[] | undefined) ?? [],
    given: isList && !said && lists.length === 1 ? (lists[0]?.name ?? null) : null,
    assumed: (said?.['assumedSize'] as number | undefined) ?? null,
    sized: (said?.['sizedFields'] as string[] | undefined) ?? [],
  };
}

function weightIn(directives: readonly ConstDirectiveNode[] | undefined): number | null {
  return (valuesOf(COST, directives)?.['weight'] as number | undefined) ?? null;
}

function valuesOf(
  directive: GraphQLDirective,
  directives: readonly ConstDirectiveNode[] = [],
): Record<string, unknown> | null {
  const found = directives.find(({ name }) => name.value === directive.name);
  if (!found) return null;
  return getArgumentValues(directive, found);
}
