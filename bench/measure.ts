import { ask, setUpstream, type Fields } from './ask.ts';
import { runLoad, type LoadResult } from './load/run.ts';
import { usageOf, type Usage } from './machine.ts';
import { customerQuery, requestsOf } from './operations.ts';
import type { Scenario } from './scenarios.ts';
import { startServer, type Started } from './targets/process.ts';
import type { Addresses, Target } from './targets/target.ts';

/** One measurement of one server in one round. */
export interface Measurement {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the server per request, in microseconds; null if the machine does not report it. */
  readonly cpuMicros: number | null;
  /** REST calls per request. */
  readonly restCalls: number;
  /** How busy the server kept its core, and the load and upstream together kept theirs: 1 is fully. */
  readonly serverBusy: number | null;
  readonly loadBusy: number | null;
  /** Resident memory at the end of the window, in MiB; null if the machine does not report it. */
  readonly memoryMiB: number | null;
}

/** How long a measurement takes. */
export interface Times {
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

const MIB = 2 ** 20;

/** A running server, and the header fields that callers have to send with each request. */
export interface StartedTarget extends Started {
  readonly fields: Fields;
}

/** Starts a server and waits for its first valid answer. */
export async function start(
  { command, admit }: Target,
  addresses: Addresses,
  pinning: readonly string[],
): Promise<StartedTarget> {
  let fields: Fields | null = admit ? null : {};
  const isUp = async (url: string) => {
    const graph = `${url}/graphql`;
    fields ??= (await admit?.(graph)) ?? {};
    return (await ask(graph, customerQuery(11_000), fields)).startsWith('{"data":{"customer":{');
  };
  const server = await startServer(command(addresses), pinning, isUp);
  return { ...server, fields: fields ?? {} };
}

/** Warms a server up and measures it; `hasCache` if it has a cache to fill. Throws an Error if an answer was invalid. */
export async function measure(
  server: StartedTarget,
  upstream: Started,
  scenario: Scenario,
  cursors: readonly (string | null)[],
  times: Times,
  hasCache: boolean,
): Promise<Measurement> {
  const operations = requestsOf(scenario.work, cursors);
  const load = {
    url: `${server.url}/graphql`,
    fields: server.fields,
    operations,
    connections: scenario.connections,
  };
  await setUpstream(upstream.url, scenario.delayMs);
  try {
    // Every page at least once, so that everything cacheable is cached before anything is counted.
    const leastRequests = hasCache ? operations.length : 0;
    check(await runLoad({ ...load, seconds: times.warmUpSeconds, leastRequests }));
    await setUpstream(upstream.url, scenario.delayMs);
    const began = performance.now();
    const before = [server.pid, upstream.pid, process.pid].map(usageOf);
    const result = check(await runLoad({ ...load, seconds: times.seconds }));
    const after = [server.pid, upstream.pid, process.pid].map(usageOf);
    const micros = (performance.now() - began) * 1_000;
    const [own, upstreams, loads] = after.map((usage, n) => difference(before[n] ?? null, usage));
    const { requests } = await setUpstream(upstream.url, 0);
    const { perSecond, p50, p99, completed } = result;
    return {
      perSecond,
      p50,
      p99,
      cpuMicros: over(own, completed),
      serverBusy: over(own, micros),
      loadBusy: over(sum(upstreams, loads), micros),
      restCalls: requests / completed,
      memoryMiB: over(after[0]?.rss ?? null, MIB),
    };
  } finally {
    await setUpstream(upstream.url, 0);
  }
}

type Known = number | null;

function difference(before: Usage | null, after: Usage | null): Known {
  return before && after && after.cpuMicros - before.cpuMicros;
}

function sum(a: Known = null, b: Known = null): Known {
  return a === null || b === null ? null : a + b;
}

function over(amount: Known = null, by: number): Known {
  return amount === null ? null : amount / by;
}

function check(result: LoadResult): LoadResult {
  if (result.failed === 0) return result;
  throw new Error(
    `${result.failed} of ${result.completed} answers were invalid: ${result.firstFailure ?? ''}`,
  );
}
