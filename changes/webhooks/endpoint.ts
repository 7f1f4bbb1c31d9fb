import type { ChangeFilter } from '../../datasources/changes.ts';
import type { Cursor } from '../event.ts';

/** The configuration of an endpoint, a receiver of changes by webhook, as given when it was created or updated. */
export interface EndpointTerms {
  readonly url: string;
  readonly description: string | null;
  readonly filter: ChangeFilter;
  readonly secrets: Secrets;
}

/** The secrets that sign deliveries (Standard Webhooks, symmetric: `whsec_…`). */
export interface Secrets {
  readonly current: string;
  /** Replaced secrets that still sign alongside the current one until a time (milliseconds since 1970), newest first. */
  readonly former: readonly FormerSecret[];
}

export interface FormerSecret {
  readonly secret: string;
  readonly until: number;
}

/** The state of an endpoint. Times are milliseconds since 1970. */
export type EndpointState =
  | { readonly is: 'active'; readonly since: number }
  /** Paused by an operator. */
  | { readonly is: 'paused'; readonly since: number }
  /** A delivery failed at its last attempt. */
  | { readonly is: 'failed'; readonly since: number; readonly reason: string }
  /** The receiver answered 410 Gone. */
  | { readonly is: 'gone'; readonly since: number };

/**
 * Changes that were not sent to an endpoint, because the log no longer reached back to them, or because their system did not report them.
 */
export interface Gap {
  /** The missing changes come after this cursor. */
  readonly after: Cursor;
  /** Delivery continued after this cursor. */
  readonly until: Cursor;
  /** When the gap was found, in milliseconds since 1970. */
  readonly at: number;
}

/** An endpoint with everything stored about it except its deliveries. */
export interface Endpoint {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly terms: EndpointTerms;
  readonly state: EndpointState;
  /** The cursor up to which the log has been turned into deliveries. */
  readonly taken: Cursor;
  /** Nothing is sent before this time, as the receiver requested with Retry-After; 0 if it did not. */
  readonly restsUntil: number;
  /** The latest gap. */
  readonly gap: Gap | null;
  /** Incremented by every change an operator makes; its worker reloads when it differs. */
  readonly version: number;
}

/** A new endpoint. */
export type NewEndpoint = Pick<Endpoint, 'id' | 'createdAt' | 'terms' | 'taken'>;

/** A request for a new endpoint. */
export interface NewWebhook {
  readonly url: string;
  readonly description: string | null;
  readonly filter: ChangeFilter;
  /** The idempotency key: a repeated call with the same key creates no second endpoint. */
  readonly key: string;
}
