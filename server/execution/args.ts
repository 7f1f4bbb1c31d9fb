import { BREAK, getArgumentValues, visit, type FieldNode, type GraphQLField } from 'graphql';
import type { Variables } from '../limits/lengths.ts';

/** The arguments of a field in a plan: either fixed, or dependent on the variables of each run. */
export type FieldArgs =
  | { readonly kind: 'fixed'; readonly values: object }
  | { readonly kind: 'varying'; readonly index: number; readonly read: (variables: Variables) => object };

const NONE: FieldArgs = { kind: 'fixed', values: Object.freeze({}) };

/**
 * Determines how to obtain the arguments of a field; `nextIndex` numbers those that vary. Throws what graphql-js throws on invalid values.
 */
export function argsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  nextIndex: () => number,
): FieldArgs {
  if (field.args.length === 0) return NONE;
  if (!hasVariables(node)) return { kind: 'fixed', values: getArgumentValues(field, node) };
  return {
    kind: 'varying',
    index: nextIndex(),
    read: (variables) => getArgumentValues(field, node, variables),
  };
}

function hasVariables({ arguments: args = [] }: FieldNode): boolean {
  let found = false;
  for (const argument of args) {
    visit(argument, {
      Variable: () => {
        found = true;
        return BREAK;
      },
    });
  }
  return found;
}
