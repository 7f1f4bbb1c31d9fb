import type { FastifyReply, FastifyRequest } from 'fastify';

/** Adds `Link: <…>; rel="next"` (RFC 8288), the same request with the position to continue from; nothing if there is no more. */
export function linkToNext(
  request: FastifyRequest,
  reply: FastifyReply,
  next: string | null,
  parameter = 'page_info',
): void {
  if (next === null) return;
  const url = new URL(request.url, `${request.protocol}://${request.host}`);
  url.searchParams.set(parameter, next);
  void reply.header('Link', `<${url.href}>; rel="next"`);
}
