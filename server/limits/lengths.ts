import {
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLField,
  type OperationDefinitionNode,
} from 'graphql';
import { fieldCostOf, type ListSize } from './field-cost.ts';

/** The assumed length of a list if neither schema nor arguments specify it. */
const USUAL_LIST = 3;

/** The variables of an operation, by name, as graphql-js coerces them. */
export type Variables = Readonly<Record<string, unknown>>;

/** The lists whose length is set by the field above them, and that length. */
export interface Sized {
  readonly names: readonly string[];
  readonly length: number;
}

/** How many things a field returns at one place. */
export interface Length {
  /** The length of a list; 1 for everything else. */
  readonly times: number;
  /** The lengths it sets for lists below it; null if it sets none. */
  readonly below: Sized | null;
}

/** The lengths of the lists of one operation, by the schema's `@listSize` and the values of arguments. */
export class Lengths {
  /** The variables that were used. */
  readonly slicing = new Set<string>();
  readonly #variables: Variables;

  /** `variables` are those of {@link withDefaults}. */
  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** `sized` is what the field above sets. */
  of(node: FieldNode, field: GraphQLField<unknown, unknown>, sized: Sized | null): Length {
    const { size } = fieldCostOf(field);
    const own = this.#own(node, field, size);
    const below = size.sized.length > 0 && own !== null ? { names: size.sized, length: own } : null;
    const fromAbove = sized?.names.includes(node.name.value) ? sized.length : null;
    return { times: size.isList ? ((below ? null : own) ?? fromAbove ?? USUAL_LIST) : 1, below };
  }

  /** How many things the field returns according to its arguments or the schema; null if neither specifies it. */
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

/** A number itself, the length of a list, 1 for a single value that stands for a list; null if there is no value. */
export function lengthOf(value: unknown): number | null {
  if (typeof value === 'number') return Math.max(value, 0);
  if (Array.isArray(value)) return value.length;
  return value === undefined || value === null ? null : 1;
}

/** The variables as the client sent them, with the defaults of those it left out. */
export function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...variables };
}
