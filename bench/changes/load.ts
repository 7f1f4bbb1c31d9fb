import { setUpstream } from '../ask.ts';
import { percentile } from '../load/run.ts';
import { usageOf } from '../machine.ts';
import type { Started } from '../targets/process.ts';
import type { Scene } from './scene.ts';

/** What a server is put under. */
export interface Load {
  readonly subscribers: number;
  /** As many customers, each with its own share of the subscribers. */
  readonly groups: number;
  /** Changes a second. */
  readonly rate: number;
  /** At this rate, before anything is counted. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** One measurement of one server in one round. */
export interface Measurement {
  /** Results that reached subscribers, a second. */
  readonly perSecond: number;
  /** Of those that were owed by then: 1 is all. */
  readonly kept: number;
  /** Milliseconds from the telling of a change until a subscriber has the result. */
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the server for a delivery, in microseconds; null where the machine does not tell. */
  readonly cpuMicros: number | null;
  /** How much of its core the server used, and how much of its own load and systems did together: 1 is all. */
  readonly serverBusy: number | null;
  readonly loadBusy: number | null;
  /** REST calls for a change. */
  readonly restCalls: number;
}

/** Puts a load on a server whose subscribers are there. Throws an Error where one is turned away, or told twice. */
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
  // What a server asks whether anything happens or not is no part of a change.
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
