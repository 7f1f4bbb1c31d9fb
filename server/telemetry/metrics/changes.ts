import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ChangeEvent } from '../../../changes/event.ts';
import { deliveryAttempts } from '../../../changes/channels.ts';
import type { Webhooks } from '../../../changes/webhooks/webhooks.ts';
import { INVALIDATION } from '../../../datasources/changes.ts';
import type { Changes } from '../../open/changes.ts';
import { all } from '../all.ts';

/** Seconds: from a log in the same process to a system whose records could not be read for minutes. */
const LAG_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const DELIVERY_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
/** The longest that a scrape waits for the store of webhooks. */
const STORE_MS = 1_000;

/**
 * Metrics of changes in the systems: how many, how late they arrive here, and how they are sent out. Returns a function that stops the
 * counting.
 */
export function countChanges(registry: Registry, { hub, intake, webhooks }: Changes): () => void {
  new Counter({
    name: 'isthmus_intake_total',
    help: 'What a system reported: webhooks and pages of its change feed, by outcome, and changes recorded.',
    labelNames: ['system', 'outcome'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const [system, stats] of Object.entries(intake.stats)) {
        for (const [outcome, count] of Object.entries(stats)) this.inc({ system, outcome }, count as number);
      }
    },
  });
  if (webhooks) exportEndpoints(registry, webhooks);
  return all([hub.listen(lagOf(registry)), countDeliveries(registry)]);
}

function lagOf(registry: Registry) {
  const registers = [registry];
  const lag = new Histogram({
    name: 'isthmus_change_lag_seconds',
    help: 'Time from a change in its system, by the system’s clock, to its delivery here.',
    labelNames: ['system'] as const,
    buckets: LAG_BUCKETS,
    registers,
  });
  const logLag = new Histogram({
    name: 'isthmus_change_log_lag_seconds',
    help: 'Time from the recording of a change to its delivery here, once all replicas have evicted what it touched.',
    buckets: LAG_BUCKETS,
    registers,
  });
  const lost = new Counter({
    name: 'isthmus_change_log_losses_total',
    help: 'How often events of the log were lost here: it had dropped them, or they could not be read or handled. Everything cached was dropped.',
    registers,
  });
  return {
    changed: (events: readonly ChangeEvent[]) => {
      const now = Date.now();
      for (const { system, entity, occurredAt, recordedAt } of events) {
        if (entity === INVALIDATION) continue;
        lag.observe({ system }, secondsBetween(Date.parse(occurredAt), now));
        logLag.observe(secondsBetween(recordedAt, now));
      }
    },
    lost: () => {
      lost.inc();
    },
  };
}

/** The clocks of two machines may differ: an event that seems to arrive before it happened arrived at once. */
function secondsBetween(from: number, until: number): number {
  return Number.isNaN(from) ? 0 : Math.max(until - from, 0) / 1_000;
}

function countDeliveries(registry: Registry): () => void {
  const tries = new Counter({
    name: 'isthmus_delivery_tries_total',
    help: 'Attempts to deliver a change by webhook: delivered, again (failed, and retried later), failed (at the last attempt).',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'isthmus_delivery_duration_seconds',
    help: 'How long receivers of webhooks took to answer, or to fail.',
    buckets: DELIVERY_BUCKETS,
    registers: [registry],
  });
  return deliveryAttempts.listen(({ outcome, ms }) => {
    tries.inc({ outcome });
    duration.observe(ms / 1_000);
  });
}

/** The values are the same at each replica, because replicas share the store of webhooks. */
function exportEndpoints(registry: Registry, webhooks: Webhooks): void {
  const registers = [registry];
  new Gauge({
    name: 'isthmus_webhook_endpoints',
    help: 'Webhooks by state, over all replicas.',
    labelNames: ['state'] as const,
    registers,
    async collect() {
      const states = await known(webhooks.endpoints().then((all) => all.map(({ state }) => state.is)));
      this.reset();
      for (const is of ['active', 'paused', 'failed', 'gone'] as const) {
        if (states) this.set({ state: is }, states.filter((state) => state === is).length);
      }
    },
  });
  new Gauge({
    name: 'isthmus_webhook_gap_timestamp_seconds',
    help: 'When a webhook was last found to have a gap in its deliveries, over all webhooks and replicas; 0 if never.',
    registers,
    async collect() {
      const gaps = await known(webhooks.endpoints().then((all) => all.map(({ gap }) => gap?.at ?? 0)));
      this.set(gaps ? Math.max(0, ...gaps) / 1_000 : NaN);
    },
  });
  new Gauge({
    name: 'isthmus_deliveries_waiting',
    help: 'Deliveries that wait for their first or next try, over all webhooks and replicas.',
    registers,
    async collect() {
      this.set((await known(waitingIn(webhooks))) ?? NaN);
    },
  });
}

async function waitingIn(webhooks: Webhooks): Promise<number> {
  const endpoints = await webhooks.endpoints();
  const counts = await Promise.all(endpoints.map(({ id }) => webhooks.counts(id)));
  return counts.reduce((sum, { pending }) => sum + pending, 0);
}

/** Null if the store is unavailable or slow: no value is better than an outdated one. */
async function known<T>(work: Promise<T>): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), STORE_MS);
  try {
    return await Promise.race([work, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
