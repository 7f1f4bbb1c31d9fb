import type { Logger } from '../../datasources/scope.ts';
import type { Cursor } from '../event.ts';
import type { ChangeLog } from '../log.ts';
import { CLOCK, type Clock } from './clock.ts';
import { Crew, type CrewOptions } from './crew.ts';
import type { Delivery } from './delivery.ts';
import { Desk, type Done } from './desk.ts';
import type { Endpoint, NewWebhook } from './endpoint.ts';
import type { GlobalIdOf } from './message.ts';
import { PAUSES_MS } from './schedule.ts';
import { Sender, type Sent } from './sender.ts';
import { SharedReads } from './shared-reads.ts';
import type { Counts, DeliveryQuery, WebhookStore } from './store.ts';
import { TargetGuard, type Resolve, type TargetRules, type TargetTls } from './target/guard.ts';

/** What is settable of webhooks. */
export interface WebhookSettings {
  readonly targets: TargetRules;
  /** Deliveries to one endpoint at once, at most. */
  readonly concurrency: number;
  /** Deliveries at once over all endpoints, in this process. */
  readonly totalConcurrency: number;
  /** Endpoints, at most. */
  readonly maxEndpoints: number;
  /** Deliveries of one endpoint that wait, at most: of more, they stay in the log until there is room. */
  readonly maxPending: number;
}

/** What webhooks are opened with. */
export interface WebhooksOptions {
  readonly log: ChangeLog;
  /** Closed with the webhooks. */
  readonly store: WebhookStore;
  readonly logger: Logger;
  readonly settings: WebhookSettings;
  readonly globalIdOf: GlobalIdOf;
  /** What time it is, and how deliveries are woken. */
  readonly clock?: Clock;
  /** How names are looked up; the system's resolver where not given. */
  readonly resolve?: Resolve;
  readonly tls?: TargetTls;
  /** Milliseconds before each further try; the schedule of Standard Webhooks where not given. */
  readonly pauses?: readonly number[];
  /** Milliseconds that a call may take; 15,000 where not given. */
  readonly timeoutMs?: number;
  readonly crew?: CrewOptions;
}

/**
 * Changes that go out by webhook (docs/webhooks.md). Whoever follows the log says `wake` when there is more in it; all else it does by
 * itself. What people do with endpoints takes effect in this process at once and in others within a second. Methods reject with a
 * {@link WebhooksUnavailableError} where the store cannot be reached, with a {@link LogUnavailableError} where the log cannot.
 */
export interface Webhooks {
  /** Says that the log has more. */
  wake(): void;
  endpoints(): Promise<readonly Endpoint[]>;
  endpoint(id: string): Promise<Endpoint | null>;
  deliveries(id: string, query: DeliveryQuery): Promise<readonly Delivery[]>;
  counts(id: string): Promise<Counts>;
  /** Makes an endpoint that is sent what happens from now on. `isNew` is false where the call was made before. */
  create(webhook: NewWebhook): Promise<Done<{ readonly endpoint: Endpoint; readonly isNew: boolean }>>;
  /** Changes what is given. */
  update(id: string, changes: Partial<Omit<NewWebhook, 'key'>>): Promise<Done<Endpoint>>;
  pause(id: string): Promise<Done<Endpoint>>;
  /** Has all that waits sent at once, and what failed at its last try, too, unless `retryFailed` is false. */
  resume(id: string, retryFailed: boolean): Promise<Done<Endpoint>>;
  /** Gives it a fresh secret; the one before signs along for a day. */
  rotate(id: string): Promise<Done<Endpoint>>;
  /** Sends again all after a cursor. */
  replay(id: string, from: Cursor): Promise<Done<Endpoint>>;
  remove(id: string): Promise<Done<string>>;
  /** Sends a test message now, whatever the endpoint's state. */
  test(id: string): Promise<Done<Sent>>;
  /** Ends what is under way, which may take five seconds, and gives endpoints to others. */
  close(): Promise<void>;
}

/** How many events are read of the log at a time. */
const READ_AT_ONCE = 500;

/** Begins to deliver. */
export function openWebhooks(options: WebhooksOptions): Webhooks {
  const { log, store, logger, settings, globalIdOf, resolve, tls, timeoutMs } = options;
  const { clock = CLOCK, pauses = PAUSES_MS } = options;
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
  const parts = { log, store, logger, reads, sender, clock, globalIdOf, pauses, concurrency, maxPending };
  const crew = new Crew(parts, options.crew);
  const desk = new Desk({ log, store, guard, sender, clock, maxEndpoints, changed: () => void crew.tick() });
  return {
    wake: () => crew.wake(),
    endpoints: () => store.endpoints(),
    endpoint: (id) => store.endpoint(id),
    deliveries: (id, query) => store.deliveries(id, query),
    counts: (id) => store.counts(id),
    create: (webhook) => desk.create(webhook),
    update: (id, changes) => desk.update(id, changes),
    pause: (id) => desk.pause(id),
    resume: (id, retryFailed) => desk.resume(id, retryFailed),
    rotate: (id) => desk.rotate(id),
    replay: (id, from) => desk.replay(id, from),
    remove: (id) => desk.remove(id),
    test: (id) => desk.test(id),
    close: async () => {
      await crew.close();
      await desk.close();
      await sender.close();
      await store.close();
    },
  };
}
