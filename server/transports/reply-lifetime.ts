import type { FastifyReply } from 'fastify';
import type { Gateway } from '../gateway.ts';
import { Lifetime } from '../lifetime.ts';

/** The life of an operation that `reply` answers: it ends when the answer is sent or its connection goes away. */
export function lifetimeOf(
  { raw }: Pick<FastifyReply, 'raw'>,
  { config }: Pick<Gateway, 'config'>,
): Lifetime {
  const lifetime = new Lifetime(config.requestTimeoutMs);
  raw.once('close', () => {
    if (raw.writableFinished) lifetime[Symbol.dispose]();
    else lifetime.abandon();
  });
  return lifetime;
}
