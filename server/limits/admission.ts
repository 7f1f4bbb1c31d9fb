import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import type { Operations } from '../answers/operations.ts';
import { requestRefusal } from '../errors.ts';
import { stateOf } from '../operation-state.ts';
import type { DocumentValidator } from './document-validator.ts';
import { isRequested, costExtensionFault } from './cost-report.ts';

/** Dependencies of {@link admission}. */
export interface AdmissionParts {
  readonly validator: DocumentValidator;
  /** Records operations that may run. */
  readonly operations: Operations;
}

/** All faults of an operation, because Apollo Server accepts only a single error instead of the list. */
export class AdmissionError extends GraphQLError {
  readonly faults: readonly GraphQLError[];

  /** Takes at least one fault. `status` is that of the answer over HTTP. */
  constructor(faults: readonly GraphQLError[], status = 400) {
    const [first] = faults;
    super(first?.message ?? '', { extensions: { ...first?.extensions, http: { status } } });
    this.faults = faults;
  }
}

/**
 * Decides what the engine may run. It replaces Apollo Server's own validation, which would run before the limits, when an operation that is
 * too large would already have taken its time.
 */
export function admission({ validator, operations }: AdmissionParts): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async (given) => {
        const { document, operation, request, contextValue } = given;
        const checkCost = validator.checkCost(document);
        await charge(contextValue, checkCost);
        refuse(validator.faultsOf(document));
        // graphql-js reports that there is no operation of this name.
        if (!operation) return;
        refuse([costExtensionFault(request)].filter((fault) => fault !== null));
        if (isRequested(request, 'dryRun')) {
          refuse(validator.variableFaultsOf(operation, request.variables ?? {}));
          await charge(contextValue, 1 - checkCost);
          return;
        }
        if (operation.operation === OperationTypeNode.SUBSCRIPTION) refuse([wrongTransport()]);
        const cost = validator.costOf(document, operation).of(request.variables ?? {});
        refuse([validator.costFault(cost)].filter((fault) => fault !== null));
        // Before the rest is charged, which may wait for Redis: whether this caller can pay it does not matter to the next one.
        operations.learn(given);
        await charge(contextValue, Math.max(cost, 1) - checkCost);
      },
    }),
  };
}

/** 429 as in RFC 6585, section 4. */
async function charge(context: Context, cost: number): Promise<void> {
  if (cost <= 0) return;
  const originalError = await stateOf(context).account?.charge(cost);
  if (originalError)
    throw new AdmissionError([new GraphQLError(originalError.message, { originalError })], 429);
}

function refuse(faults: readonly GraphQLError[]): void {
  if (faults.length > 0) throw new AdmissionError(faults);
}

/** Long-lived operations have transports of their own (server/streams/). */
function wrongTransport(): GraphQLError {
  const message =
    'Subscriptions are served at this same address over WebSocket (graphql-transport-ws), or as an event stream to a request with "Accept: text/event-stream". Send the text of the operation.';
  return requestRefusal('SUBSCRIPTION_UNSUPPORTED', message);
}
