import type { FastifyReply } from 'fastify';
import { publicError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { overloaded } from '../limits/retry-later.ts';

/** Answers with a single error in its public form, which nobody may cache. */
export function sendFault(reply: FastifyReply, status: number, error: Error, { log }: Gateway): FastifyReply {
  void reply.header('cache-control', 'no-store');
  return reply.code(status).send({ errors: [publicError(error, reply.request.id, log)] });
}

/** Refuses a request because this process runs as much as it can. */
export function sendBusy(reply: FastifyReply, gateway: Gateway): FastifyReply {
  const error = overloaded();
  return sendFault(reply.header('retry-after', error.retryAfter), 503, error, gateway);
}
