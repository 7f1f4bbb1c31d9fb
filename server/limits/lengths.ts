import {
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLField,
  type OperationDefinitionNode,
} from 'graphql';
import { priceOf, type ListSize } from './price.ts';

/** How long a list is taken to be whose length neither schema nor arguments tell. */
const USUAL_LIST = 3;

/** The values of an operation's variables by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** The lists whose length the field above them tells, and that length. */
export interface Sized {
  readonly names: readonly string[];
  readonly length: number;
}

/** How many things a field gives at a place. */
export interface Length {
  /** Of a list how long it is; 1 of all else. */
  readonly times: number;
  /** What it tells of the lists below it; null where it tells nothing. */
  readonly below: Sized | null;
}

/** How long the lists of one operation are, by the schema's `@listSize` and the values of arguments. */
export class Lengths {
  /** The variables that were looked at. */
  readonly slicing = new Set<string>();
  readonly #variables: Variables;

  /** `variables` are those of {@link withDefaults}. */
  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** `sized` is what the field above tells. */
  of(node: FieldNode, field: GraphQLField<unknown, unknown>, sized: Sized | null): Length {
    const { size } = priceOf(field);
    const own = this.#own(node, field, size);
    const below = size.sized.length > 0 && own !== null ? { names: size.sized, length: own } : null;
    const told = sized?.names.includes(node.name.value) ? sized.length : null;
    return { times: size.isList ? ((below ? null : own) ?? told ?? USUAL_LIST) : 1, below };
  }

  /** How many things the field's arguments, or the schema, say that it gives; null where neither does. */
  #own(node: FieldNode, field: GraphQLField<unknown, unknown>, size: ListSize): number | null {
    const given = size.given === null ? size.slicing : [size.given];
    const lengths = given.flatMap((name) => this.#argument(node, field, name) ?? []);
    return lengths.length > 0 ? Math.max(...lengths) : size.assumed;
  }

  #argument(node: FieldNode, { args }: GraphQLField<unknown, unknown>, name: string): number | null {
    const value = node.arguments?.find((one) => one.name.value === name)?.value;
    if (value?.kind === Kind.VARIABLE) this.slicing.add(value.name.value);
    const given = value && lengthOf(valueFromASTUntyped(value, this.#variables));
    return given ?? lengthOf(args.find((one) => one.name === name)?.defaultValue);
  }
}

/** A number itself, the length of a list, 1 of a single thing that stands for one; null of nothing. */
export function lengthOf(value: unknown): number | null {
  if (typeof value === 'number') return Math.max(value, 0);
  if (Array.isArray(value)) return value.length;
  return value === undefined || value === null ? null : 1;
}

/** The variables as a client has sent them, with the defaults of those that it left out. */
export function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...variables };
}
