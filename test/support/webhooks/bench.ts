import type { NewChange } from '../../../changes/event.ts';
import type { ChangeLog } from '../../../changes/log.ts';
import type { Delivery, DeliveryState } from '../../../changes/webhooks/delivery.ts';
import type { Endpoint, NewWebhook } from '../../../changes/webhooks/endpoint.ts';
import { openWebhooks, type Webhooks, type WebhooksParts } from '../../../changes/webhooks/webhooks.ts';
import type { Outcome } from '../../../datasources/errors.ts';
import { toGlobalId } from '../../../resolvers/global-id.ts';
import { QUIET, type Backing } from './backing.ts';
import { Receiver } from './receiver.ts';
import { record } from '../changes.ts';
import { ALL_CHANGES } from '../recording.ts';

export const SETTINGS: WebhooksParts['settings'] = {
  targets: { allowed: 'all', http: true },
  concurrency: 8,
  totalConcurrency: 64,
  maxEndpoints: 10,
  maxPending: 10_000,
};

type BenchOptions = Partial<Omit<WebhooksParts, 'log' | 'store' | 'settings'>> & {
  readonly settings?: Partial<WebhooksParts['settings']>;
};

/** Opens webhooks on a backing, as one process does. By default, failed attempts are retried every 20 ms, up to 1,000 times. */
export function openOn(backing: Backing, { settings, ...options }: BenchOptions = {}): Webhooks {
  return openWebhooks({
    log: backing.log,
    store: backing.open(),
    logger: QUIET,
    globalIdOf: toGlobalId,
    pauses: Array.from({ length: 1_000 }, () => 20),
    pool: { leaseMs: 3_000, tickMs: 50 },
    settings: { ...SETTINGS, ...settings },
    ...options,
  });
}

/** Long enough for anything sent by mistake to have arrived. */
export const awhile = () => new Promise((resolve) => setTimeout(resolve, 150));

/** A backing, the sender of webhooks, and a receiver. */
export class Bench implements AsyncDisposable {
  readonly backing: Backing;
  readonly log: ChangeLog;
  readonly webhooks: Webhooks;
  readonly receiver: Receiver;

  private constructor(backing: Backing, webhooks: Webhooks, receiver: Receiver) {
    this.backing = backing;
    this.log = backing.log;
    this.webhooks = webhooks;
    this.receiver = receiver;
  }

  static async open(backing: Backing, options: BenchOptions = {}): Promise<Bench> {
    return new Bench(backing, openOn(backing, options), await Receiver.start());
  }

  /** Creates an endpoint for the receiver. */
  async endpoint(webhook: Partial<NewWebhook> = {}): Promise<Endpoint> {
    const defaults = {
      url: this.receiver.url,
      description: null,
      filter: ALL_CHANGES,
      key: crypto.randomUUID(),
    };
    return valueOf(await this.webhooks.create({ ...defaults, ...webhook }));
  }

  /** Records changes and wakes the sender, as a follower of the log does. */
  async record(...changes: readonly NewChange[]): Promise<readonly string[]> {
    const cursors = await record({ changes: { log: this.log } }, ...changes);
    this.webhooks.wake();
    return cursors;
  }

  /** The deliveries of an endpoint, newest first. */
  deliveries(id: string): Promise<readonly Delivery[]> {
    return this.webhooks.deliveries(id, {
      states: ['pending', 'delivered', 'failed'],
      before: null,
      limit: 10_000,
    });
  }

  /** Resolves once an endpoint has exactly this many deliveries in a state. */
  async counted(id: string, state: DeliveryState, count: number): Promise<void> {
    while ((await this.webhooks.counts(id))[state] !== count)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Resolves once an endpoint is in a state. */
  async turned(id: string, state: Endpoint['state']['is']): Promise<void> {
    while ((await this.webhooks.endpoint(id))?.state.is !== state)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.webhooks.close();
    await this.receiver[Symbol.asyncDispose]();
    await this.backing[Symbol.asyncDispose]();
  }
}

/** The value of a successful outcome; throws if it was refused. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.message}`);
  return outcome.value;
}
