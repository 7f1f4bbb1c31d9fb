import {
  getDirectiveValues,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { DEFAULT_DEMAND, type Demand } from '../../datasources/cache/read-spec.ts';

const NAME = 'freshness';

/** Whether an operation has `@freshness`. */
function hasDemand({ directives = [] }: OperationDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === NAME);
}

/**
 * How old `@freshness` on an operation allows its parts to be; the default if there is none. `variables` are as the client sent them.
 * Throws a GraphQLError if the directive is invalid; invalid variables are left to the execution to refuse.
 */
export function demandOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Demand {
  const directive = schema.getDirective(NAME);
  if (!directive || !hasDemand(operation)) return DEFAULT_DEMAND;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return DEFAULT_DEMAND;
  const { maxAge, onSourceDown } = getDirectiveValues(directive, operation, coerced) ?? {};
  if (typeof maxAge === 'number' && maxAge < 0) {
    const message = `@freshness(maxAge:) takes seconds, 0 or more, got ${maxAge}.`;
    throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
  }
  return {
    maxAgeMs: typeof maxAge === 'number' ? maxAge * 1_000 : Infinity,
    mayStandIn: onSourceDown !== 'FAIL',
  };
}
