import {
  getDirectiveValues,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { USUAL, type Demand } from '../../datasources/cache/cached-reads.ts';

const NAME = 'freshness';

/** Whether an operation has `@freshness`. */
function hasDemand({ directives = [] }: OperationDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === NAME);
}

/**
 * What `@freshness` on an operation says of how old its parts may be; the usual where it says nothing. `variables` are as the client has
 * sent them. Throws a GraphQLError where the directive makes no sense; variables that do not are for the execution to refuse.
 */
export function demandOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Demand {
  const directive = schema.getDirective(NAME);
  if (!directive || !hasDemand(operation)) return USUAL;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return USUAL;
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
