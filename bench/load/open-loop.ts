import { percentile } from './run.ts';
import { LoadConnection } from './connection.ts';

/** An open loop: requests at a fixed rate, whether or not earlier ones were answered, like those of many independent callers. */
export interface OpenLoad {
  readonly url: string;
  readonly request: Buffer;
  readonly perSecond: number;
  readonly seconds: number;
}

/** The results of an open load. */
export interface OpenResult {
  readonly sent: number;
  /** Valid answers. */
  readonly good: number;
  /** Valid answers within the time, per second. */
  readonly goodPerSecond: number;
  readonly goodP99: number;
  /** Answers with status 503 or 429. */
  readonly refused: number;
  readonly refusedP99: number;
  /** Anything else. */
  readonly failed: number;
  readonly firstFailure: string | null;
}

const TICK_MS = 5;

/** Puts an open load on a server. Idle connections are reused; if there is none, another is opened. */
export async function runOpenLoad({ url, request, perSecond, seconds }: OpenLoad): Promise<OpenResult> {
  const free: LoadConnection[] = [];
  const all: LoadConnection[] = [];
  const [good, refused]: [number[], number[]] = [[], []];
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  let [sent, waiting, failed, inTime] = [0, 0, 0, 0];
  let firstFailure: string | null = null;
  let isOver = false;

  const fail = (what: string) => {
    failed += 1;
    firstFailure ??= what;
  };
  const ended = () => {
    waiting -= 1;
    if (isOver && waiting === 0) resolve(undefined);
  };
  const open = (): { connection: LoadConnection; send: () => void } => {
    let began = 0;
    const connection = new LoadConnection(
      new URL(url),
      ({ ok, head }) => {
        const took = performance.now() - began;
        if (ok && !isOver) inTime += 1;
        if (ok) good.push(took);
        else if (/^HTTP\/1\.1 (503|429)/.test(head)) refused.push(took);
        else fail(head);
        free.push(connection);
        ended();
      },
      (error) => {
        fail(error.message);
        ended();
      },
    );
    all.push(connection);
    const send = () => {
      began = performance.now();
      connection.send(request);
    };
    senders.set(connection, send);
    return { connection, send };
  };
  const senders = new Map<LoadConnection, () => void>();

  const started = performance.now();
  const timer = setInterval(() => {
    const elapsed = performance.now() - started;
    if (elapsed >= seconds * 1_000) {
      clearInterval(timer);
      isOver = true;
      if (waiting === 0) resolve(undefined);
      return;
    }
    for (; sent < (elapsed * perSecond) / 1_000; sent++) {
      waiting += 1;
      const next = free.pop();
      const send = next ? senders.get(next) : open().send;
      send?.();
    }
  }, TICK_MS);
  await over;
  for (const connection of all) connection.close();
  const p99 = (times: number[]) =>
    times.length === 0 ? 0 : percentile(Float64Array.from(times).sort(), 0.99);
  return {
    sent,
    good: good.length,
    goodPerSecond: inTime / seconds,
    goodP99: p99(good),
    refused: refused.length,
    refusedP99: p99(refused),
    failed,
    firstFailure,
  };
}
