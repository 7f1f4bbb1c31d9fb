import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { isAnswering } from './redis.ts';

/**
 * `/healthz` says that the process lives; `/readyz` that requests should be sent here: 503 while it drains.
 * Redis being away makes nobody unready: the gateway answers without it. It is told all the same.
 */
export function addHealth(app: FastifyInstance, redis: Redis | null): { drain: () => void } {
  let draining = false;
  // Probes name the address that they ask at.
  const config = { isForAnyHost: true };
  app.get('/healthz', { config }, () => ({ status: 'ok' }));
  app.get('/readyz', { config }, async (_request, reply) => {
    const status = draining ? 'draining' : 'ready';
    return reply.code(draining ? 503 : 200).send({ status, redis: await stateOf(redis) });
  });
  return { drain: () => void (draining = true) };
}

/** By asking: a connection can stand while nobody at its other end answers. */
async function stateOf(redis: Redis | null): Promise<'ready' | 'away' | 'not configured'> {
  if (!redis) return 'not configured';
  return (await isAnswering(redis)) ? 'ready' : 'away';
}
