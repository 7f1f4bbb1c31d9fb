import { requestIdOf } from '../context.ts';
import { Lifetime } from '../lifetime.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import type { StandingParts } from './parts.ts';

/** The runs of one question that are under way. Each has to itself the time that any operation has. */
export class Runs {
  readonly #parts: Pick<StandingParts, 'config' | 'contextFor'>;
  readonly #principal: Principal;
  readonly #running = new Set<Lifetime>();

  /** `principal` is one of those who ask; all of them see the same. */
  constructor(parts: Pick<StandingParts, 'config' | 'contextFor'>, principal: Principal) {
    this.#parts = parts;
    this.#principal = principal;
  }

  /** Does work with a context of its own, under a request id of its own where none is given. */
  async run<T>(work: (context: Context) => Promise<T>, requestId = requestIdOf(undefined)): Promise<T> {
    using lifetime = new Lifetime(this.#parts.config.requestTimeoutMs);
    this.#running.add(lifetime);
    try {
      return await work(this.#parts.contextFor({ requestId, signal: lifetime.signal }, this.#principal));
    } finally {
      this.#running.delete(lifetime);
    }
  }

  /** Nobody waits for them any more: their calls are to end. */
  abandon(): void {
    for (const lifetime of this.#running) lifetime.abandon();
  }
}
