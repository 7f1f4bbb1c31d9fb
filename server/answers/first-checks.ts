import type { OperationRequest } from './operation-request.ts';

/**
 * The longest that a request waits for another's check, in milliseconds. A check takes a few, unless the store of persisted operations is
 * slow or unavailable: then each request had better ask it itself.
 */
const MAX_WAIT_MS = 250;

/** What identifies an operation before its document is known. */
type Named = Pick<OperationRequest, 'query' | 'hash' | 'operationName'>;

/**
 * The operations that the engine checks for the first time. Requests for the same operation that arrive meanwhile wait for the check and not
 * for the answer, and then share one execution. Without this, each of them would be executed by the engine on its own.
 */
export class FirstChecks<Outcome> {
  readonly #running = new Map<string, PromiseWithResolvers<Outcome | null>>();

  /**
   * Resolves once a check in progress has ended: to the outcome of its request, or to null if others need not wait for that; null if there is
   * no check. Never rejects.
   */
  running(named: Named): Promise<Outcome | null> | null {
    return this.#running.get(keyOf(named))?.promise ?? null;
  }

  /** Runs the engine for an operation that is not known. Others wait until `ended` is called, at the latest until `work` settles. */
  async during(named: Named, work: () => Promise<Outcome>): Promise<Outcome> {
    const key = keyOf(named);
    const check = Promise.withResolvers<Outcome | null>();
    this.#running.set(key, check);
    const end = (outcome: Outcome | null) => this.#end(key, check, outcome);
    const timer = setTimeout(end, MAX_WAIT_MS, null);
    void check.promise.then(() => clearTimeout(timer));
    try {
      const outcome = await work();
      end(outcome);
      return outcome;
    } finally {
      end(null);
    }
  }

  /** The check of this operation has ended. */
  ended(named: Named): void {
    const key = keyOf(named);
    const check = this.#running.get(key);
    if (check) this.#end(key, check, null);
  }

  #end(key: string, check: PromiseWithResolvers<Outcome | null>, outcome: Outcome | null): void {
    if (this.#running.get(key) === check) this.#running.delete(key);
    check.resolve(outcome);
  }
}

function keyOf({ query, hash, operationName }: Named): string {
  return JSON.stringify([query ?? null, query === null ? hash : null, operationName]);
}
