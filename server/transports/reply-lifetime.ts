import type { FastifyReply } from 'fastify';
import type { Config } from '../config.ts';
import { Lifetime } from '../lifetime.ts';

/**
 * The life of an operation that `reply` answers: it ends when the answer is sent or its connection goes away, and at once where that is
 * gone already.
 */
export function lifetimeOf(
  { raw }: Pick<FastifyReply, 'raw'>,
  { config }: { readonly config: Pick<Config, 'requestTimeoutMs'> },
): Lifetime {
  const lifetime = new Lifetime(config.requestTimeoutMs);
  const end = () => (raw.writableFinished ? lifetime[Symbol.dispose]() : lifetime.abandon());
  if (raw.destroyed) end();
  else raw.once('close', end);
  return lifetime;
}
