import { requestIdOf } from '../context.ts';
import { Lifetime } from '../lifetime.ts';
import { longLivedRuns } from '../channels.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { typeOf, type LongLivedOperation } from './operations.ts';
import type { StreamParts } from './parts.ts';

/** An operation, and one of its callers; all of them see the same. */
interface OperationOfCaller {
  readonly operation: LongLivedOperation;
  readonly principal: Principal;
}

/** The executions of one operation that are under way. Each may take as long as any operation. */
export class Runs {
  readonly #parts: Pick<StreamParts, 'config' | 'load' | 'contextFor'>;
  readonly #operation: OperationOfCaller;
  readonly #running = new Set<Lifetime>();

  constructor(
    parts: Pick<StreamParts, 'config' | 'load' | 'contextFor'>,
    { operation, principal }: OperationOfCaller,
  ) {
    this.#parts = parts;
    this.#operation = { operation, principal };
  }

  /** Runs `work` with a context of its own, and with a new request id unless one is given. It is never refused for overload. */
  async run<T>(work: (context: Context) => Promise<T>, requestId = requestIdOf(undefined)): Promise<T> {
    const { config, load, contextFor } = this.#parts;
    const { operation, principal } = this.#operation;
    const name = operation.definition.name?.value ?? null;
    using lifetime = new Lifetime(config.requestTimeoutMs);
    this.#running.add(lifetime);
    const execute = () => work(contextFor({ requestId, signal: lifetime.signal }, principal));
    try {
      return await longLivedRuns.tracePromise(() => load.during(execute), {
        name,
        type: typeOf(operation),
        requestId,
      });
    } finally {
      this.#running.delete(lifetime);
    }
  }

  /** Cancels their REST calls: nobody waits for the results any more. */
  abandon(): void {
    for (const lifetime of this.#running) lifetime.abandon();
  }
}
