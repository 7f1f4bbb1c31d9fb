import type { FastifyReply, FastifyRequest } from 'fastify';

/** Adds `Link: <…>; rel="next"` (RFC 8288), the same request with `page_info`; nothing where there is no more. */
export function linkToNext(request: FastifyRequest, reply: FastifyReply, next: string | null): void {
  if (next === null) return;
  const url = new URL(request.url, `${request.protocol}://${request.host}`);
  url.searchParams.set('page_info', next);
  void reply.header('Link', `<${url.href}>; rel="next"`);
}
