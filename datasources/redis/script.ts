import { hash } from 'node:crypto';
import { ReplyError, type Redis } from 'ioredis';

/** A script that Redis executes atomically. */
export class Script {
  readonly #lua: string;
  readonly #sha: string;

  constructor(lua: string) {
    this.#lua = lua;
    this.#sha = hash('sha1', lua);
  }

  /** Runs it by its hash, or in full if this server does not know it yet. Returns Redis's answer unchanged. */
  async run(redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.#sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!isReply(error, 'NOSCRIPT')) throw error;
      return redis.eval(this.#lua, keys.length, ...keys, ...args);
    }
  }
}

/** Whether Redis itself answered with an error of this kind, such as `OOM`. */
export function isReply(error: unknown, kind: string): boolean {
  return error instanceof ReplyError && error instanceof Error && error.message.startsWith(kind);
}
