import { setUpstream } from '../ask.ts';
import { percentile } from '../load/run.ts';
import { usageOf } from '../machine.ts';
import type { Started } from '../targets/process.ts';
import type { Scene } from './scene.ts';

/** The load on a server. */
export interface Load {
  readonly subscribers: number;
  /** The number of customers, each with its own share of the subscribers. */
  readonly groups: number;
  /** Changes per second. */
  readonly rate: number;
  /** Warm-up at this rate, before anything is counted. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** One measurement of one server in one round. */
export interface Measurement {
  /** Results that reached subscribers, per second. */
  readonly perSecond: number;
  /** The share of results due by then that were delivered: 1 is all. */
  readonly kept: number;
  /** Milliseconds from the notification of a change until a subscriber has the result. */
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the server per delivery, in microseconds; null if the machine does not report it. */
  readonly cpuMicros: number | null;
  /** How busy the server kept its core, and the load and systems together kept theirs: 1 is fully. */
  readonly serverBusy: number | null;
  readonly loadBusy: number | null;
  /** REST calls per change. */
  readonly restCalls: number;
}

/** Puts a load on a server whose subscribers are connected. Throws an Error if one is disconnected, or receives results twice or out of order. */
export async function measureLoad(
  server: Started,
  upstream: Started,
  { crowd, changer, tally, customers }: Scene,
  load: Load,
): Promise<Measurement> {
  await changer.run(customers, load.rate, load.warmUpSeconds);
  await setUpstream(upstream.url, 0);
  const before = [server.pid, upstream.pid, process.pid].map(usageOf);
  const began = performance.now();
  tally.begin();
  await changer.run(customers, load.rate, load.seconds);
  const { changes, deliveries, latencies } = tally.end();
  const micros = (performance.now() - began) * 1_000;
  const after = [server.pid, upstream.pid, process.pid].map(usageOf);
  const { routes, requests } = await setUpstream(upstream.url, 0);
  changer.check();
  crowd.check();
  const [own = null, systems = null, loads = null] = after.map((usage, n) => {
    const first = before[n];
    return usage && first ? usage.cpuMicros - first.cpuMicros : null;
  });
  // A server polls in any case, so polls are not a cost of changes.
  const polls = routes['GET /crm/v3/events'] ?? 0;
  return {
    perSecond: (deliveries * 1e6) / micros,
    kept: deliveries / ((changes * load.subscribers) / load.groups),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    cpuMicros: own === null ? null : own / deliveries,
    serverBusy: own === null ? null : own / micros,
    loadBusy: systems === null || loads === null ? null : (systems + loads) / micros,
    restCalls: (requests - polls) / changes,
  };
}
