import type { Logger } from '../../datasources/logger.ts';
import type { ChangeLog } from '../log.ts';
import { CLOCK, type Clock } from '../clock.ts';
import { WorkerPool, type PoolOptions } from './worker-pool.ts';
import { EndpointAdmin } from './endpoint-admin.ts';
import type { GlobalIdOf } from './message.ts';
import { PAUSES_MS } from './schedule.ts';
import { Sender } from './sender.ts';
import { SharedReads } from './shared-reads.ts';
import type { WebhookStore } from './store.ts';
import { TargetGuard, type Resolve, type TargetRules, type TargetTls } from './target/guard.ts';

/** The settings for webhooks. */
export interface WebhookSettings {
  readonly targets: TargetRules;
  /** The most concurrent deliveries to one endpoint. */
  readonly concurrency: number;
  /** The most concurrent deliveries over all endpoints, in this process. */
  readonly totalConcurrency: number;
  /** The most endpoints. */
  readonly maxEndpoints: number;
  /** The most pending deliveries of one endpoint; further events stay in the log until there is room. */
  readonly maxPending: number;
}

/** The dependencies of webhooks. */
export interface WebhooksParts {
  readonly log: ChangeLog;
  /** Closed together with the webhooks. */
  readonly store: WebhookStore;
  readonly logger: Logger;
  readonly settings: WebhookSettings;
  readonly globalIdOf: GlobalIdOf;
  /** The clock that schedules deliveries. */
  readonly clock?: Clock;
  /** Resolves host names; the system's resolver by default. */
  readonly resolve?: Resolve;
  readonly tls?: TargetTls;
  /** Milliseconds before each retry; the Standard Webhooks schedule by default. */
  readonly pauses?: readonly number[];
  /** The timeout of a call in milliseconds; 15,000 by default. */
  readonly timeoutMs?: number;
  readonly pool?: PoolOptions;
}

/**
 * Sends changes by webhook (docs/webhooks.md). The follower of the log calls `wake` when there is more in it; everything else happens by
 * itself. Operators' changes to endpoints take effect at once in this process and within a second in others. Methods reject with a {@link
 * WebhooksUnavailableError} if the store cannot be reached, with a {@link LogUnavailableError} if the log cannot.
 */
export interface Webhooks
  extends
    Pick<WebhookStore, 'endpoints' | 'endpoint' | 'deliveries' | 'counts'>,
    Pick<EndpointAdmin, 'create' | 'update' | 'pause' | 'resume' | 'rotate' | 'replay' | 'remove' | 'test'> {
  /** Tells it that the log has more. */
  wake(): void;
  /** Finishes the work in progress, which may take five seconds, and releases the endpoints. */
  close(): Promise<void>;
}

/** How many events are read from the log at a time. */
const READ_AT_ONCE = 500;

/** Starts delivering. */
export function openWebhooks(parts: WebhooksParts): Webhooks {
  const { log, store, logger, settings, globalIdOf, resolve, tls, timeoutMs } = parts;
  const { clock = CLOCK, pauses = PAUSES_MS } = parts;
  const guard = new TargetGuard(settings.targets, resolve);
  const sender = new Sender({
    guard,
    concurrency: settings.totalConcurrency,
    now: () => clock.now(),
    ...(tls ? { tls } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const reads = new SharedReads(log, READ_AT_ONCE);
  const { concurrency, maxPending, maxEndpoints } = settings;
  const workerParts = {
    log,
    store,
    logger,
    reads,
    sender,
    clock,
    globalIdOf,
    pauses,
    concurrency,
    maxPending,
  };
  const pool = new WorkerPool(workerParts, parts.pool);
  const admin = new EndpointAdmin({
    log,
    store,
    guard,
    sender,
    clock,
    maxEndpoints,
    changed: () => void pool.tick(),
  });
  return {
    wake: () => pool.wake(),
    endpoints: () => store.endpoints(),
    endpoint: (id) => store.endpoint(id),
    deliveries: (id, query) => store.deliveries(id, query),
    counts: (id) => store.counts(id),
    create: (webhook) => admin.create(webhook),
    update: (id, changes) => admin.update(id, changes),
    pause: (id) => admin.pause(id),
    resume: (id, retryFailed) => admin.resume(id, retryFailed),
    rotate: (id) => admin.rotate(id),
    replay: (id, from) => admin.replay(id, from),
    remove: (id) => admin.remove(id),
    test: (id) => admin.test(id),
    close: async () => {
      await pool.close();
      await admin.close();
      await sender.close();
      await store.close();
    },
  };
}
