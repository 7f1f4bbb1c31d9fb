import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromAST,
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** What a variable counts for: the most that a connection gives, as values are not known to a document. */
const LARGEST_PAGE = 100;
/** What a list counts for whose length nothing tells, such as the lines of an order. */
const USUAL_LIST = 3;

/**
 * How many objects a selection on `type` can give, for counting them before any is read. Sizes multiply down the
 * path: a list has as many objects as `first` says (as given, or its default), `nodes(ids:)` as many as there are
 * ids, a variable counts for 100, and a list without any such argument for 3.
 */
export function nodeCounter(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (selections: SelectionSetNode, type: GraphQLNamedType | undefined) => number {
  const known = new Map<string, number>();

  /** `page` is the size of the connection that the selection belongs to. */
  function count(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType | undefined,
    page: number | null,
  ): number {
    let total = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) total += ofField(selection, type, page);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) total += ofFragment(selection.name.value, page);
      else {
        const condition = selection.typeCondition?.name.value;
        total += count(selection.selectionSet, condition ? schema.getType(condition) : type, page);
      }
    }
    return total;
  }

  function ofField(field: FieldNode, parent: GraphQLNamedType | undefined, page: number | null): number {
    const definition = definitionOf(field, parent);
    if (!definition || !field.selectionSet) return 0;
    const type = getNamedType(definition.type);
    if (!isCompositeType(type)) return 0;
    const own = sizeOf(field, definition);
    const size = isList(definition) ? (own ?? page ?? USUAL_LIST) : 1;
    return size * (1 + count(field.selectionSet, type, isList(definition) ? null : own));
  }

  /** Each fragment is counted once for a size of page; inside itself it counts for nothing. */
  function ofFragment(name: string, page: number | null): number {
    const key = `${name} ${page}`;
    const done = known.get(key);
    if (done !== undefined) return done;
    known.set(key, 0);
    const fragment = fragments.get(name);
    const total = fragment
      ? count(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), page)
      : 0;
    known.set(key, total);
    return total;
  }

  return (selections, type) => count(selections, type, null);
}

function definitionOf(
  { name }: FieldNode,
  parent: GraphQLNamedType | undefined,
): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value] : undefined;
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** How many items the arguments of a field ask for; null where it has none that would say. */
function sizeOf(field: FieldNode, { args }: GraphQLField<unknown, unknown>): number | null {
  const first = args.find(({ name }) => name === 'first');
  if (first) {
    const given = argumentOf(field, 'first');
    if (given?.value.kind === Kind.VARIABLE) return LARGEST_PAGE;
    const value = given ? valueFromAST(given.value, first.type) : first.defaultValue;
    return typeof value === 'number' ? Math.max(value, 0) : LARGEST_PAGE;
  }
  const ids = argumentOf(field, 'ids');
  if (!ids) return null;
  return ids.value.kind === Kind.LIST ? ids.value.values.length : LARGEST_PAGE;
}

function argumentOf(field: FieldNode, name: string): ArgumentNode | undefined {
  return field.arguments?.find((argument) => argument.name.value === name);
}
