import type { FastifyReply } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Principal } from '../../resolvers/principal.ts';
import type { AnswerRequest } from '../answers/answers.ts';
import { clientOf } from '../client.ts';
import { publicError } from '../errors.ts';
import type { Gateway } from './gateway.ts';
import { overloaded } from '../limits/retry-later.ts';
import { publishRefused } from '../arrival.ts';
import { wantsStream } from './request-fault.ts';

/** Answers with an error: something is wrong with the request, before there is an operation. */
export function sendFault(
  reply: FastifyReply,
  status: number,
  error: Error,
  { log }: Pick<Gateway, 'log'>,
): FastifyReply {
  return sendErrors(reply, status, [publicError(error, reply.request.id, log)]);
}

/** What is known of an operation that is refused: by default its caller, and nothing of the operation. */
export interface Refused {
  readonly caller?: Principal | null;
  readonly operation?: AnswerRequest['operation'] | null;
}

/** Refuses an operation, and publishes that. */
export function refuse(
  reply: FastifyReply,
  status: number,
  error: Error,
  { log }: Gateway,
  { caller = reply.request.principal, operation = null }: Refused = {},
): FastifyReply {
  const { id: requestId, headers } = reply.request;
  const errors = [publicError(error, requestId, log)];
  // The fast path handles only queries.
  const known = operation && { name: operation.ownName, hash: operation.hash, type: 'query' as const };
  const transport = wantsStream(reply.request) ? 'sse' : 'http';
  publishRefused({ transport, client: clientOf(headers), requestId, caller, operation: known }, errors);
  return sendErrors(reply, status, errors);
}

/** Refuses a request because this process runs as much as it can. `caller` is null if it is not known yet. */
export function sendBusy(
  reply: FastifyReply,
  gateway: Gateway,
  caller: Principal | null = reply.request.principal,
): FastifyReply {
  const error = overloaded();
  return refuse(reply.header('retry-after', error.retryAfter), 503, error, gateway, { caller });
}

function sendErrors(
  reply: FastifyReply,
  status: number,
  errors: readonly GraphQLFormattedError[],
): FastifyReply {
  void reply.header('cache-control', 'no-store');
  return reply.code(status).send({ errors });
}
