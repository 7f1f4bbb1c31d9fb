import { BREAK, getArgumentValues, visit, type FieldNode, type GraphQLField } from 'graphql';
import type { Variables } from './run.ts';

/** The arguments of a field in a plan: known for good, or different with the variables of each run. */
export type FieldArgs =
  | { readonly kind: 'fixed'; readonly values: object }
  | { readonly kind: 'varying'; readonly index: number; readonly read: (variables: Variables) => object };

const NONE: FieldArgs = { kind: 'fixed', values: Object.freeze({}) };

/** How the arguments of a field are had; `nextIndex` numbers those that vary. Throws what graphql-js throws at values. */
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
