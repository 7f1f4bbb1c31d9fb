import type { FastifyReply } from 'fastify';

/** Adds names of request header fields that the answer depends on (RFC 9110, section 12.5.5). */
export function addVary(reply: FastifyReply, fields: string): void {
  const vary = reply.getHeader('vary');
  void reply.header('vary', vary === undefined ? fields : `${String(vary)}, ${fields}`);
}
