import { requestIdOf } from '../context.ts';
import { Lifetime } from '../lifetime.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { StandingParts } from './parts.ts';

/** The runs of one question that are under way. Each has to itself the time that any operation has. */
export class Runs {
  readonly #parts: Pick<StandingParts, 'config' | 'load' | 'contextFor'>;
  readonly #principal: Principal;
  readonly #running = new Set<Lifetime>();

  /** `principal` is one of those who ask; all of them see the same. */
  constructor(parts: Pick<StandingParts, 'config' | 'load' | 'contextFor'>, principal: Principal) {
    this.#parts = parts;
    this.#principal = principal;
  }

  /** Does work with a context of its own, under a request id of its own where none is given. It is never refused: others give way. */
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

  /** Nobody waits for them any more: their calls are to end. */
  abandon(): void {
    for (const lifetime of this.#running) lifetime.abandon();
  }
}
