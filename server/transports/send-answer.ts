import type { FastifyReply, FastifyRequest } from 'fastify';
import { cacheControl, encodingOf, type Answer } from '../answers/answer.ts';
import type { ServedAnswer } from '../answers/answers.ts';
import type { OperationRequest } from '../answers/operation-request.ts';
import { addVary } from './vary.ts';

/** Sends an answer without errors, with the header fields that caches need (RFC 9111), in the shortest encoding available. */
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, ageMs, freshMs }: ServedAnswer,
  { mediaType }: OperationRequest,
): FastifyReply {
  void reply.headers({
    'cache-control': cacheControl(answer.policy, freshMs),
    age: Math.floor(ageMs / 1_000),
  });
  addVary(reply, 'accept, accept-encoding');
  if (request.method === 'GET') {
    void reply.header('etag', answer.etag);
    if (isUnchanged(request.headers['if-none-match'], answer)) return reply.code(304).send();
  }
  void reply.header('content-type', mediaType);
  const encoding = encodingOf(request.headers['accept-encoding']);
  const encoded = encoding && answer.encoded(encoding);
  if (encoded) void reply.header('content-encoding', encoding);
  return reply.send(encoded ?? answer.bytes);
}

/** Whether the client already has these bytes (RFC 9110, section 13.1.2, by weak comparison). */
function isUnchanged(field: string | undefined, { etag }: Answer): boolean {
  if (field === undefined) return false;
  const opaque = etag.replace('W/', '');
  return field.trim() === '*' || field.split(',').some((tag) => tag.trim().replace('W/', '') === opaque);
}
