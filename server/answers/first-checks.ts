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
export class FirstChecks {
  readonly #running = new Map<string, PromiseWithResolvers<undefined>>();

  /** Resolves once a check in progress has ended, however it ended; null if there is none. Never rejects. */
  running(named: Named): Promise<undefined> | null {
    return this.#running.get(keyOf(named))?.promise ?? null;
  }

  /** Runs the engine for an operation that is not known. Others wait until `ended` is called, at the latest until `work` settles. */
  async during<T>(named: Named, work: () => Promise<T>): Promise<T> {
    const key = keyOf(named);
    const check = Promise.withResolvers<undefined>();
    this.#running.set(key, check);
    const end = () => this.#end(key, check);
    const timer = setTimeout(end, MAX_WAIT_MS);
    void check.promise.then(() => clearTimeout(timer));
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** The check of this operation has ended. */
  ended(named: Named): void {
    const key = keyOf(named);
    const check = this.#running.get(key);
    if (check) this.#end(key, check);
  }

  #end(key: string, check: PromiseWithResolvers<undefined>): void {
    if (this.#running.get(key) === check) this.#running.delete(key);
    check.resolve(undefined);
  }
}

function keyOf({ query, hash, operationName }: Named): string {
  return JSON.stringify([query ?? null, query === null ? hash : null, operationName]);
}
