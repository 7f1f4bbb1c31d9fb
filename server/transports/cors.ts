import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLIENT_FIELDS } from '../client.ts';

/** What a page of another origin may send along: all that the graph heeds, beside what the Fetch standard lets pass anyway. */
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
/** What it may read of an answer, beside what the Fetch standard shows anyway. */
const EXPOSED_FIELDS = 'x-request-id, age, etag, ratelimit, ratelimit-policy, retry-after, www-authenticate';
const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of the allowed origins use the graph (Fetch, section 3.3); to all others nothing is said, and their
 * browser keeps the answer from them.
 */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  void reply.header('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin)) return;
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_FIELDS,
  });
}

/** The answer to a preflight; without an allowed origin it allows nothing. */
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
