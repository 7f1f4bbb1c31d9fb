import type { ChangeFilter } from '../../datasources/changes.ts';
import type { Cursor } from '../event.ts';

/** Somebody who is sent changes by webhook, as told when it was made or changed. */
export interface EndpointTerms {
  readonly url: string;
  readonly description: string | null;
  readonly filter: ChangeFilter;
  readonly secrets: Secrets;
}

/** What deliveries are signed with (Standard Webhooks, symmetric: `whsec_…`). */
export interface Secrets {
  readonly current: string;
  /** Those it took the place of, which sign along until a time (milliseconds since 1970), the newest first. */
  readonly former: readonly FormerSecret[];
}

export interface FormerSecret {
  readonly secret: string;
  readonly until: number;
}

/** What an endpoint is doing. Times are milliseconds since 1970. */
export type EndpointState =
  | { readonly is: 'active'; readonly since: number }
  /** Somebody said so. */
  | { readonly is: 'paused'; readonly since: number }
  /** A delivery failed at its last try. */
  | { readonly is: 'failed'; readonly since: number; readonly reason: string }
  /** It answered 410 Gone. */
  | { readonly is: 'gone'; readonly since: number };

/**
 * Changes that an endpoint was not sent because the log did not reach back so far any more when it came to them, or because their system did
 * not tell of them.
 */
export interface Gap {
  /** They came after this. */
  readonly after: Cursor;
  /** It went on after this. */
  readonly until: Cursor;
  /** When it was found. */
  readonly at: number;
}

/** An endpoint with all that is kept of it beside its deliveries. */
export interface Endpoint {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly terms: EndpointTerms;
  readonly state: EndpointState;
  /** Up to where the log has been taken into deliveries. */
  readonly taken: Cursor;
  /** Before this time nothing is sent, as it asked for with Retry-After; 0 where it did not. */
  readonly restsUntil: number;
  /** The latest. */
  readonly gap: Gap | null;
  /** Counts what people did with it: who works on it looks again when it is another. */
  readonly version: number;
}

/** An endpoint as it is made. */
export type NewEndpoint = Pick<Endpoint, 'id' | 'createdAt' | 'terms' | 'taken'>;

/** An endpoint as people ask for it. */
export interface NewWebhook {
  readonly url: string;
  readonly description: string | null;
  readonly filter: ChangeFilter;
  /** The name under which a repeated call makes none anew. */
  readonly key: string;
}
