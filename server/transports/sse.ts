import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { Gateway } from '../gateway.ts';
import { runChecked } from './operation.ts';

/**
 * Serves operations as Server-Sent Events (GraphQL over SSE, distinct connections mode), so that `curl -N`
 * shows them. A GET may only query: it can come from anywhere without the browser asking first.
 */
export function sseHandler(
  gateway: Gateway,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return createHandler({
    // Distinct connections only: null says that there is no token and no shared stream.
    authenticate: () => null,
    onSubscribe: (request, params) => {
      const context = gateway.contextFor(request.raw, gateway.deadline());
      return runChecked(gateway, { ...params, readOnly: request.method === 'GET' }, context) as never;
    },
  });
}
