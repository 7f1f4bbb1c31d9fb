import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLIENT_FIELDS } from '../client.ts';
import { addVary } from './vary.ts';

/** Header fields that a page of another origin may send: all that the graph uses, besides those that the Fetch standard always allows. */
const ALLOWED_FIELDS = [
  'content-type',
  'authorization',
  'x-api-key',
  'apollo-require-preflight',
  ...CLIENT_FIELDS,
  'last-event-id',
  'if-none-match',
  'x-request-id',
  'traceparent',
  'tracestate',
].join(', ');
/** Header fields of an answer that it may read, besides those that the Fetch standard always exposes. */
const EXPOSED_FIELDS = 'x-request-id, age, etag, ratelimit, ratelimit-policy, retry-after, www-authenticate';
const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of the allowed origins use the graph (Fetch, section 3.3). Other origins get no CORS header fields, so their browser withholds
 * the answer from them.
 */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  addVary(reply, 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin)) return;
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_FIELDS,
  });
}

/** Answers a preflight; without an allowed origin it allows nothing. */
export function answerPreflight(reply: FastifyReply): FastifyReply {
  if (reply.hasHeader('access-control-allow-origin')) {
    void reply.headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': ALLOWED_FIELDS,
      'access-control-max-age': PREFLIGHT_SECONDS,
    });
  }
  return reply.code(204).header('allow', 'GET, POST, OPTIONS').send();
}
