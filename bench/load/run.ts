import type { Fields } from '../ask.ts';
import type { Operation } from '../operations.ts';
import { LoadConnection, requestBytes, type Exchange } from './connection.ts';

/** A load: which operations, over how many connections, for how long. */
export interface Load {
  readonly url: string;
  /** Header fields that each request sends in addition to the usual ones. */
  readonly fields?: Fields;
  /** Sent in turn by all connections together. */
  readonly operations: readonly Operation[];
  readonly connections: number;
  readonly seconds: number;
  /** Continues after `seconds` until so many were sent, for warming up; 0 by default. */
  readonly leastRequests?: number;
}

/** The results of a load. `perSecond` counts only answers within the time; the rest counts every request sent within it. */
export interface LoadResult {
  /** Answered within the time, per second. */
  readonly perSecond: number;
  /** All requests that were sent and answered. */
  readonly completed: number;
  readonly failed: number;
  /** The beginning of the first invalid answer. */
  readonly firstFailure: string | null;
  /** Milliseconds; exact, not binned. */
  readonly p50: number;
  readonly p99: number;
}

/** No answer for this long is a failure of the whole run. */
const STALL_MS = 30_000;

/**
 * Puts a load on a server in a closed loop: each connection sends its next request as soon as it is answered. Rejects if a connection is
 * lost, or if answers stop coming.
 */
export function runLoad(load: Load): Promise<LoadResult> {
  const { promise, resolve, reject } = Promise.withResolvers<LoadResult>();
  new Run(load, resolve, reject).start();
  return promise;
}

class Run {
  readonly #load: Load;
  readonly #requests: readonly Buffer[];
  readonly #resolve: (result: LoadResult) => void;
  readonly #reject: (error: Error) => void;
  readonly #connections: LoadConnection[] = [];
  readonly #latencies: number[] = [];
  readonly #started = performance.now();
  readonly #deadline: number;
  #lastAnswer = this.#started;
  #watch: NodeJS.Timeout | undefined;
  #next = 0;
  #inTime = 0;
  #failed = 0;
  #firstFailure: string | null = null;
  #open: number;

  constructor(load: Load, resolve: (result: LoadResult) => void, reject: (error: Error) => void) {
    this.#load = load;
    const url = new URL(load.url);
    this.#requests = load.operations.map((one) => requestBytes(url, JSON.stringify(one), load.fields));
    this.#deadline = this.#started + load.seconds * 1_000;
    this.#open = load.connections;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    this.#watch = setInterval(() => {
      const isStalled = performance.now() - this.#lastAnswer > STALL_MS;
      if (isStalled) this.#fail(new Error(`No answer for ${STALL_MS / 1_000} s.`));
    }, 1_000);
    for (let n = 0; n < this.#load.connections; n++) this.#connect();
  }

  #connect(): void {
    let sent = 0;
    const ask = () => {
      const request = this.#requests[this.#next++ % this.#requests.length];
      sent = performance.now();
      if (request) connection.send(request);
    };
    const onAnswer = (exchange: Exchange) => {
      const now = performance.now();
      this.#count(exchange, now, sent);
      if (now < this.#deadline || this.#next < (this.#load.leastRequests ?? 0)) ask();
      else this.#end(connection, now);
    };
    const connection = new LoadConnection(new URL(this.#load.url), onAnswer, (error) => this.#fail(error));
    this.#connections.push(connection);
    ask();
  }

  #count({ ok, head }: Exchange, now: number, sent: number): void {
    this.#lastAnswer = now;
    this.#latencies.push(now - sent);
    if (now <= this.#deadline) this.#inTime++;
    if (ok) return;
    this.#failed++;
    this.#firstFailure ??= head;
  }

  /** Closes a finished connection at once: otherwise the server might close it while others still wait, which would count as a loss. */
  #end(connection: LoadConnection, now: number): void {
    connection.close();
    if (--this.#open > 0) return;
    clearInterval(this.#watch);
    const sorted = Float64Array.from(this.#latencies).sort();
    // If nothing was answered within the time, the whole duration counts.
    const seconds = this.#inTime > 0 ? this.#load.seconds : (now - this.#started) / 1_000;
    this.#resolve({
      perSecond: (this.#inTime || sorted.length) / seconds,
      completed: sorted.length,
      failed: this.#failed,
      firstFailure: this.#firstFailure,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
    });
  }

  #fail(error: Error): void {
    clearInterval(this.#watch);
    for (const connection of this.#connections) connection.close();
    this.#reject(error);
  }
}

/** The smallest value that at least this share of all values does not exceed; Infinity if there are no values, as nothing has arrived then. */
export function percentile(sorted: Float64Array, rank: number): number {
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? Infinity;
}
