import { unlessAborted } from '../../datasources/rest/abort.ts';
import type { Asker } from '../../datasources/scope.ts';
import type { Context } from '../../resolvers/context.ts';

/**
 * One execution for all who wait for it. It has a context of its own, so that who leaves, or is out of time, harms nobody who waits
 * with him; when the last has gone it ends.
 */
export class Running<T> {
  /** The place in the order of evictions at which it began. */
  readonly began: number;
  readonly context: Context;
  readonly #result: Promise<T>;
  readonly #controller = new AbortController();
  #waiting = 0;

  /** Begins at once, for `first`; `run` must not reject. */
  constructor(
    began: number,
    { requestId }: Asker,
    contextFor: (asker: Asker) => Context,
    run: (context: Context) => Promise<T>,
  ) {
    this.began = began;
    this.context = contextFor({ requestId, signal: this.#controller.signal });
    this.#result = run(this.context);
  }

  /** Whether all have left: nothing will come of it. */
  get isAbandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  /**
   * What comes of it for its first caller, who may go on with its context: he stays until his own signal aborts.
   * Rejects with that signal's reason where it aborts first; so does `wait`.
   */
  async lead({ signal }: Asker): Promise<T> {
    this.#waiting += 1;
    signal.addEventListener('abort', () => this.#leave(signal), { once: true });
    return unlessAborted(this.#result, signal);
  }

  /** What comes of it for another caller. */
  async wait({ signal }: Asker): Promise<T> {
    this.#waiting += 1;
    try {
      return await unlessAborted(this.#result, signal);
    } finally {
      this.#leave(signal);
    }
  }

  #leave({ reason }: AbortSignal): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#controller.abort(reason);
  }
}
