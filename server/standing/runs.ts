import { requestIdOf } from '../context.ts';
import { Lifetime } from '../lifetime.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { StandingParts } from './parts.ts';

/** The current runs of one question. Each may take as long as any operation. */
export class Runs {
  readonly #parts: Pick<StandingParts, 'config' | 'load' | 'contextFor'>;
  readonly #principal: Principal;
  readonly #running = new Set<Lifetime>();

  /** `principal` is one of the callers that ask; all of them see the same. */
  constructor(parts: Pick<StandingParts, 'config' | 'load' | 'contextFor'>, principal: Principal) {
    this.#parts = parts;
    this.#principal = principal;
  }

  /**
   * Runs work with a context of its own, under a new request id unless one is given. It is never refused; new operations give way to it.
   */
  async run<T>(work: (context: Context) => Promise<T>, requestId = requestIdOf(undefined)): Promise<T> {
    const { config, load, contextFor } = this.#parts;
    using lifetime = new Lifetime(config.requestTimeoutMs);
    this.#running.add(lifetime);
    try {
      const asker = { requestId, signal: lifetime.signal };
      return await load.during(() => work(contextFor(asker, this.#principal)));
    } finally {
      this.#running.delete(lifetime);
    }
  }

  /** Aborts all runs, because no client waits for them any more. */
  abandon(): void {
    for (const lifetime of this.#running) lifetime.abandon();
  }
}
