import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import type { Operations } from '../answers/operations.ts';
import { requestRefusal } from '../errors.ts';
import { payerOf } from '../rate/account.ts';
import type { Documents } from './documents.ts';
import { asksFor, questionFault } from './told-cost.ts';

/** What decides whether the engine runs an operation. */
export interface AdmissionParts {
  readonly documents: Documents;
  /** Learns what may run. */
  readonly operations: Operations;
}

/** All that is wrong with an operation; Apollo Server takes one error in place of the whole list. */
export class AdmissionError extends GraphQLError {
  readonly faults: readonly GraphQLError[];

  /** At least one fault. `status` is that of the answer over HTTP. */
  constructor(faults: readonly GraphQLError[], status = 400) {
    const [first] = faults;
    super(first?.message ?? '', { extensions: { ...first?.extensions, http: { status } } });
    this.faults = faults;
  }
}

/**
 * Decides what the engine may run, in place of Apollo Server's own validation, which would come before the limits: what is too large would
 * have cost its time by then.
 */
export function admission({ documents, operations }: AdmissionParts): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async (given) => {
        const { document, operation, request, contextValue } = given;
        refuse(documents.faultsOf(document));
        // That there is none of its name is for graphql-js to say.
        if (!operation) return;
        refuse([questionFault(request)].filter((fault) => fault !== null));
        if (asksFor(request, 'dryRun')) {
          refuse(documents.variableFaultsOf(operation, request.variables ?? {}));
          await pay(contextValue, 0);
          return;
        }
        if (operation.operation === OperationTypeNode.SUBSCRIPTION) refuse([elsewhere()]);
        const cost = documents.costOf(document, operation).of(request.variables ?? {});
        refuse([documents.costFault(cost)].filter((fault) => fault !== null));
        await pay(contextValue, cost);
        operations.learn(given);
      },
    }),
  };
}

/** 429 as in RFC 6585, section 4. */
async function pay(context: Context, cost: number): Promise<void> {
  const originalError = await payerOf(context)?.charge(cost);
  if (originalError)
    throw new AdmissionError([new GraphQLError(originalError.message, { originalError })], 429);
}

function refuse(faults: readonly GraphQLError[]): void {
  if (faults.length > 0) throw new AdmissionError(faults);
}

/** What is answered again and again has transports of its own (server/standing/). */
function elsewhere(): GraphQLError {
  const message =
    'Subscriptions are served at this same address over WebSocket (graphql-transport-ws), or as an event stream to a request with "Accept: text/event-stream". Send the text of the operation.';
  return requestRefusal('SUBSCRIPTION_UNSUPPORTED', message);
}
