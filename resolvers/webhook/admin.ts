import type { ChangeFilter, ChangeKind } from '../../datasources/changes.ts';
import type { Outcome } from '../../datasources/errors.ts';
import type { FilterNames } from '../change-filter.ts';

/** Webhooks as operators see them. Times are milliseconds since 1970. Methods reject if the store or the log cannot be reached. */
export interface WebhookAdmin extends FilterNames {
  /** All webhooks, oldest first. */
  readonly list: () => Promise<readonly WebhookView[]>;
  readonly find: (id: string) => Promise<WebhookView | null>;
  readonly deliveries: (id: string, query: DeliveryQuery) => Promise<readonly DeliveryView[]>;
  /** The number of deliveries with an outcome; null stands for all. */
  readonly count: (id: string, outcome: DeliveryOutcome | null) => Promise<number>;
  /** Creates a webhook, once per `key`. The secret is null if the webhook already existed. */
  readonly create: (webhook: WebhookConfig & { readonly key: string }) => Promise<Outcome<WebhookWithSecret>>;
  readonly update: (id: string, changes: Partial<WebhookConfig>) => Promise<Outcome<WebhookView>>;
  readonly pause: (id: string) => Promise<Outcome<WebhookView>>;
  readonly resume: (id: string, retryFailed: boolean) => Promise<Outcome<WebhookView>>;
  readonly rotate: (id: string) => Promise<Outcome<WebhookWithSecret>>;
  readonly replay: (id: string, from: string) => Promise<Outcome<WebhookView>>;
  readonly remove: (id: string) => Promise<Outcome<string>>;
  readonly test: (id: string) => Promise<Outcome<AttemptView>>;
}

/** The configuration that an operator requests. */
export interface WebhookConfig {
  readonly url: string;
  readonly description: string | null;
  readonly filter: ChangeFilter;
}

/** A webhook without its secrets. */
export interface WebhookView extends WebhookConfig {
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

/** A webhook with its secret, which its owner is shown only this once. */
export interface WebhookWithSecret {
  readonly webhook: WebhookView;
  readonly secret: string | null;
}

export type DeliveryOutcome = 'pending' | 'delivered' | 'failed';

/** Selects deliveries: newest first, before a place. */
export interface DeliveryQuery {
  readonly outcome: DeliveryOutcome | null;
  readonly before: number | null;
  readonly limit: number;
}

/** A delivery as operators see it. */
export interface DeliveryView {
  /** Its place among the deliveries of its webhook. */
  readonly place: number;
  /** The `webhook-id`. */
  readonly id: string;
  readonly outcome: DeliveryOutcome;
  readonly nextTryAt: number | null;
  readonly event: EventView;
  readonly attempts: readonly AttemptView[];
}

export interface EventView {
  readonly cursor: string;
  readonly system: string;
  readonly entity: string;
  /** The entity's id in its own system. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly fields: readonly string[];
  readonly occurredAt: string;
  readonly recordedAt: number;
}

export interface AttemptView {
  readonly at: number;
  readonly milliseconds: number;
  readonly status: number | null;
  readonly error: string | null;
}
