import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { isAnswering } from '../open/redis.ts';

/** What probes are told. */
export interface Health {
  /** From now on this process is not ready. */
  readonly drain: () => void;
}

/**
 * `/healthz` says that the process is alive, `/readyz` whether it should receive requests: 503 while it drains. Losing Redis does not make
 * it unready, because the gateway answers without it, but the response reports it.
 */
export function addHealth(app: FastifyInstance, redis: Redis | null): Health {
  let draining = false;
  // Probes use the address they call as the host.
  const config = { isForAnyHost: true };
  app.get('/healthz', { config }, () => ({ status: 'ok' }));
  app.get('/readyz', { config }, async (_request, reply) => {
    const status = draining ? 'draining' : 'ready';
    return reply.code(draining ? 503 : 200).send({ status, redis: await stateOf(redis) });
  });
  return { drain: () => void (draining = true) };
}

/** Determined by a command: a connection can be open while nothing at its other end answers. */
async function stateOf(redis: Redis | null): Promise<'ready' | 'away' | 'not configured'> {
  if (!redis) return 'not configured';
  return (await isAnswering(redis)) ? 'ready' : 'away';
}
