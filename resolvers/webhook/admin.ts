import type { ChangeFilter, ChangeKind } from '../../datasources/changes.ts';
import type { Outcome } from '../../datasources/errors.ts';
import type { Nameable } from '../change-filter.ts';

/** Webhooks as operators see them. Times are milliseconds since 1970. Methods reject where the store or the log cannot be reached. */
export interface WebhookAdmin extends Nameable {
  /** All, the oldest first. */
  readonly list: () => Promise<readonly SeenWebhook[]>;
  readonly find: (id: string) => Promise<SeenWebhook | null>;
  readonly deliveries: (id: string, query: DeliveriesAsked) => Promise<readonly SeenDelivery[]>;
  /** How many deliveries of an outcome there are; null stands for all. */
  readonly count: (id: string, outcome: DeliveryOutcome | null) => Promise<number>;
  /** Makes one, once for each `key`. Its secret is null where it was there already. */
  readonly create: (webhook: AskedWebhook & { readonly key: string }) => Promise<Outcome<WithSecret>>;
  readonly update: (id: string, changes: Partial<AskedWebhook>) => Promise<Outcome<SeenWebhook>>;
  readonly pause: (id: string) => Promise<Outcome<SeenWebhook>>;
  readonly resume: (id: string, retryFailed: boolean) => Promise<Outcome<SeenWebhook>>;
  readonly rotate: (id: string) => Promise<Outcome<WithSecret>>;
  readonly replay: (id: string, from: string) => Promise<Outcome<SeenWebhook>>;
  readonly remove: (id: string) => Promise<Outcome<string>>;
  readonly test: (id: string) => Promise<Outcome<SeenAttempt>>;
}

/** What is asked for. */
export interface AskedWebhook {
  readonly url: string;
  readonly description: string | null;
  readonly filter: ChangeFilter;
}

/** A webhook without its secrets. */
export interface SeenWebhook extends AskedWebhook {
  readonly id: string;
  readonly state: 'active' | 'paused' | 'failed' | 'gone';
  readonly stateSince: number;
  readonly failure: string | null;
  readonly createdAt: number;
  readonly cursor: string;
  readonly retryNotBefore: number | null;
  readonly formerSecretUntil: number | null;
  readonly gap: { readonly after: string; readonly until: string; readonly at: number } | null;
}

/** A webhook with the secret that its owner is told this once. */
export interface WithSecret {
  readonly webhook: SeenWebhook;
  readonly secret: string | null;
}

export type DeliveryOutcome = 'pending' | 'delivered' | 'failed';

/** Which deliveries are asked for: the newest first, before a place. */
export interface DeliveriesAsked {
  readonly outcome: DeliveryOutcome | null;
  readonly before: number | null;
  readonly limit: number;
}

/** A delivery as operators see it. */
export interface SeenDelivery {
  /** Its place among those of its webhook. */
  readonly place: number;
  /** The `webhook-id`. */
  readonly id: string;
  readonly outcome: DeliveryOutcome;
  readonly nextTryAt: number | null;
  readonly event: SeenEvent;
  readonly attempts: readonly SeenAttempt[];
}

export interface SeenEvent {
  readonly cursor: string;
  readonly system: string;
  readonly entity: string;
  /** In its own system. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly fields: readonly string[];
  readonly occurredAt: string;
  readonly recordedAt: number;
}

export interface SeenAttempt {
  readonly at: number;
  readonly milliseconds: number;
  readonly status: number | null;
  readonly error: string | null;
}
