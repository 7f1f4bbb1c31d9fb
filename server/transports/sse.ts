import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { Gateway } from '../gateway.ts';
import { lifetimeOf } from './lifetime.ts';
import { runChecked } from './operation.ts';

/** The media type that asks for a stream. */
export const EVENT_STREAM = 'text/event-stream';

/**
 * Serves operations as Server-Sent Events (GraphQL over SSE, distinct connections mode), so that `curl -N`
 * shows them. A GET may only query: it can come from anywhere without the browser asking first. The answer to a
 * refused operation is an event as well: browsers keep the body of any other status from the page.
 */
export function sseHandler(
  gateway: Gateway,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const handle = createHandler({
    // Distinct connections only: null says that there is no token and no shared stream.
    authenticate: () => null,
    onSubscribe: ({ method, raw, context: { reply } }, params) => {
      const scope = { requestId: raw.id, signal: lifetimeOf(reply, gateway).signal };
      return once(runChecked(gateway, { ...params, readOnly: method === 'GET' }, scope));
    },
  });
  return async (request, reply) => {
    // graphql-sse compares the whole field, without lists and parameters.
    request.headers.accept = EVENT_STREAM;
    reply.hijack();
    try {
      await handle(request, reply);
    } catch (err) {
      gateway.log.error({ err, requestId: request.id }, 'an event stream broke off');
      reply.raw.destroy();
    }
  };
}

/** A stream of one result: what graphql-sse sends without a look at it, and begins to send before it is there. */
async function* once(result: Promise<ExecutionResult>): AsyncGenerator<ExecutionResult> {
  yield await result;
}
