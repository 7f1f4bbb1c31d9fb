import {
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  getNamedType,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { fragmentsOf } from '../graph/fragments.ts';
import { lengthOf, Lengths, withDefaults, type Sized, type Variables } from './lengths.ts';
import { fieldCostOf } from './field-cost.ts';

/** What a mutation costs besides what it returns. */
const MUTATION = 10;
/** The most sets of variables of one operation whose cost is kept. */
const MAX_KEPT = 100;

/**
 * The maximum cost of an operation, computed from its text, the schema's `@cost` and `@listSize`, and those variables that set the length
 * of a list. It counts as Apollo Router does (static estimate): an object is 1, a leaf 0, lists multiply what they contain, a mutation adds
 * 10, and `@skip` and `@include` are ignored.
 */
export class OperationCost {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The variables that set sizes; null before the first count. */
  #slicing: readonly string[] | null = null;
  readonly #known = new LRUCache<string, number>({ max: MAX_KEPT });

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#operation = operation;
    this.#fragments = fragmentsOf(document);
  }

  /** The cost with these variables, as the client sent them. */
  of(variables: Variables): number {
    const known = this.#slicing && this.#known.get(keyOf(this.#slicing, variables));
    return known ?? this.#count(variables);
  }

  #count(variables: Variables): number {
    const { operation, selectionSet } = this.#operation;
    const lengths = new Lengths(withDefaults(this.#operation, variables));
    const count = new Count(this.#schema, this.#fragments, lengths);
    const root = this.#schema.getRootType(operation) ?? undefined;
    const cost =
      count.of(selectionSet, root, null) + (operation === OperationTypeNode.MUTATION ? MUTATION : 0);
    this.#slicing ??= [...lengths.slicing];
    this.#known.set(keyOf(this.#slicing, variables), cost);
    return cost;
  }
}

function keyOf(names: readonly string[], variables: Variables): string {
  return names
    .map((name) => String(variables[name] === undefined ? undefined : lengthOf(variables[name])))
    .join();
}

/** One count of an operation. Sizes multiply along the path. */
class Count {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #lengths: Lengths;
  readonly #known = new Map<string, number>();

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    lengths: Lengths,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#lengths = lengths;
  }

  of({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined, sized: Sized | null): number {
    let total = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) total += this.#field(selection, type, sized);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) total += this.#spread(selection.name.value, sized);
      else {
        const condition = selection.typeCondition?.name.value;
        const narrowed = condition === undefined ? type : this.#schema.getType(condition);
        total += this.of(selection.selectionSet, narrowed, sized);
      }
    }
    return total;
  }

  /** Each fragment is counted once per length; inside itself it counts as nothing. */
  #spread(name: string, sized: Sized | null): number {
    const key = `${name} ${sized?.names.join() ?? ''} ${sized?.length ?? ''}`;
    const done = this.#known.get(key);
    if (done !== undefined) return done;
    this.#known.set(key, 0);
    const fragment = this.#fragments.get(name);
    const type = fragment && this.#schema.getType(fragment.typeCondition.name.value);
    const total = fragment ? this.of(fragment.selectionSet, type, sized) : 0;
    this.#known.set(key, total);
    return total;
  }

  #field(node: FieldNode, parent: GraphQLNamedType | undefined, sized: Sized | null): number {
    const field = definitionOf(node, parent);
    if (!field) return 0;
    const { weight, args } = fieldCostOf(field);
    const { times, below } = this.#lengths.of(node, field, sized);
    const type = getNamedType(field.type);
    const inner = node.selectionSet ? this.of(node.selectionSet, type, below) : 0;
    const asArguments = (node.arguments ?? []).reduce(
      (sum, { name }) => sum + (args.get(name.value) ?? 0),
      0,
    );
    return times * (weight + inner) + asArguments;
  }
}

function definitionOf(
  { name }: FieldNode,
  parent: GraphQLNamedType | undefined,
): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value] : undefined;
}
