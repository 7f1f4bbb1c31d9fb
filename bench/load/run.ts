import type { Operation } from '../operations.ts';
import { LoadConnection, requestBytes } from './connection.ts';

/** A load: what is asked, over how many connections, for how long. */
export interface Load {
  readonly url: string;
  /** Asked in turn by all connections together. */
  readonly operations: readonly Operation[];
  readonly connections: number;
  readonly seconds: number;
  /** Goes on after `seconds` until so many were asked, for warming up; 0 without. */
  readonly leastRequests?: number;
}

/** What a load saw. Only answers within the time count for `perSecond`; all that were sent within it for the rest. */
export interface LoadResult {
  /** Answered within the time, a second. */
  readonly perSecond: number;
  /** All that were sent and answered. */
  readonly completed: number;
  readonly failed: number;
  /** The beginning of the first answer that was no good. */
  readonly firstFailure: string | null;
  /** Milliseconds; exact, not binned. */
  readonly p50: number;
  readonly p99: number;
}

/** No answer for so long is a failure of the whole run. */
const STALL_MS = 30_000;

/** Puts a load on a server: a closed loop, each connection asks again as soon as it was answered. */
export function runLoad(load: Load): Promise<LoadResult> {
  const { connections: size, operations } = load;
  const url = new URL(load.url);
  const requests = operations.map((operation) => requestBytes(url, JSON.stringify(operation)));
  const latencies: number[] = [];
  let [next, completed, inTime, failed, open] = [0, 0, 0, 0, size];
  let firstFailure: string | null = null;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const deadline = started + load.seconds * 1_000;
    const least = load.leastRequests ?? 0;
    let lastAnswer = started;
    const connections: LoadConnection[] = [];
    const stop = () => {
      clearInterval(watch);
      for (const connection of connections) connection.close();
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const watch = setInterval(() => {
      if (performance.now() - lastAnswer > STALL_MS) fail(new Error(`No answer for ${STALL_MS / 1_000} s.`));
    }, 1_000);
    for (let n = 0; n < size; n++) {
      let sent = 0;
      const ask = () => {
        const request = requests[next++ % requests.length];
        sent = performance.now();
        if (request) connection.send(request);
      };
      const connection = new LoadConnection(
        url,
        ({ ok, head }) => {
          const now = performance.now();
          lastAnswer = now;
          completed++;
          if (!ok) {
            failed++;
            firstFailure ??= head;
          }
          latencies.push(now - sent);
          if (now <= deadline) inTime++;
          if (now < deadline || next < least) ask();
          else if (--open === 0) {
            stop();
            const [p50, p99] = percentiles(latencies, [0.5, 0.99]);
            // Where nothing was quick enough for the time, the time it took tells.
            const perSecond = inTime > 0 ? inTime / load.seconds : (completed * 1_000) / (now - started);
            resolve({ perSecond, completed, failed, firstFailure, p50: p50 ?? 0, p99: p99 ?? 0 });
          }
        },
        fail,
      );
      connections.push(connection);
      ask();
    }
  });
}

function percentiles(values: readonly number[], ranks: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return ranks.map((rank) => sorted[Math.min(sorted.length - 1, Math.ceil(rank * sorted.length) - 1)] ?? 0);
}
