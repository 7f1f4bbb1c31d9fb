import { unlessAborted } from '../../datasources/rest/abort.ts';
import type { Requester } from '../../datasources/scope.ts';
import type { Context } from '../../resolvers/context.ts';

/**
 * One execution shared by all callers that wait for it. It has a context of its own, so a caller that disconnects or times out does not
 * affect the others; when the last one has left, the execution is aborted.
 */
export class SharedExecution<T> {
  /** The position in the order of evictions at which it began. */
  readonly began: number;
  readonly context: Context;
  readonly #result: Promise<T>;
  readonly #controller = new AbortController();
  #waiting = 0;

  /** Starts at once, for `first`; `run` must not reject. */
  constructor(
    began: number,
    { requestId }: Requester,
    contextFor: (requester: Requester) => Context,
    run: (context: Context) => Promise<T>,
  ) {
    this.began = began;
    this.context = contextFor({ requestId, signal: this.#controller.signal });
    this.#result = run(this.context);
  }

  /** Whether all callers have left, so that there will be no result. */
  get isAbandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  /**
   * The result for the first caller, which may go on using the context and therefore stays until its own signal aborts. Rejects with the
   * reason of that signal if it aborts first; so does `wait`.
   */
  async waitAsFirst({ signal }: Requester): Promise<T> {
    this.#waiting += 1;
    if (signal.aborted) this.#leave(signal);
    else signal.addEventListener('abort', () => this.#leave(signal), { once: true });
    return unlessAborted(this.#result, signal);
  }

  /** The result for another caller. */
  async wait({ signal }: Requester): Promise<T> {
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
