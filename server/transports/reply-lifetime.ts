import type { FastifyReply } from 'fastify';
import type { Config } from '../config.ts';
import { Lifetime } from '../lifetime.ts';

/**
 * The lifetime of an operation that `reply` answers. It ends when the answer is sent or the connection closes, and at once if it is closed
 * already.
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
