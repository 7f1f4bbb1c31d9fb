import type { ChangeEvent, Cursor } from '../event.ts';
import type { Attempt, Delivery, DeliveryState, Waiting } from './delivery.ts';
import type { Endpoint, EndpointState, EndpointTerms, Gap, NewEndpoint } from './endpoint.ts';

/** Deliveries that are kept of each endpoint and each way to end; of more, the oldest are forgotten, a few at a time. */
export const KEPT = 1_000;

/** The right to work on an endpoint, for some time. */
export interface Held {
  /** Rises with each holder: what an earlier holder writes after that is refused. */
  readonly token: number;
  /** The version of the endpoint. */
  readonly version: number;
}

/** A step of an endpoint along the log: what is between two cursors has become these deliveries, to be tried at once. */
export interface Taking {
  readonly from: Cursor;
  readonly to: Cursor;
  readonly events: readonly ChangeEvent[];
  /** Set where the log lacked what came next. */
  readonly gap: Gap | null;
}

/** What came of a try. */
export interface Settling {
  readonly seq: number;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly nextAt: number;
  readonly attempts: readonly Attempt[];
  /** What becomes of the endpoint in the same step; null where it stays as it is. */
  readonly endpoint: EndpointState | null;
  /** Until when it is to be left alone; null where nothing was said. */
  readonly restsUntil: number | null;
}

/** What became of what a holder wrote. */
export type Written =
  | 'written'
  /** Somebody else has had the endpoint since, or it is gone. Nothing was written. */
  | 'fenced'
  /** The endpoint has taken up to another cursor by now. Nothing was written. */
  | 'elsewhere';

/** How many deliveries of an endpoint there are, by their state. */
export type Counts = Readonly<Record<DeliveryState, number>>;

/** Which deliveries are asked for. */
export interface DeliveryQuery {
  readonly states: readonly DeliveryState[];
  /** Those with a lower `seq` than this; null for all. */
  readonly before: number | null;
  readonly limit: number;
}

/**
 * Where endpoints and their deliveries are kept, over restarts and crashes. Each call is one atomic step. All reject with a
 * {@link WebhooksUnavailableError} where the store cannot be reached; a call that did may have taken effect, and can be repeated.
 */
export interface WebhookStore {
  /** All endpoints, the oldest first. */
  endpoints(): Promise<readonly Endpoint[]>;
  endpoint(id: string): Promise<Endpoint | null>;
  /** Makes an endpoint, unless there is one of this id, or `most` of them. */
  create(endpoint: NewEndpoint, most: number): Promise<'created' | 'known' | 'full'>;
  /** Changes what was told of an endpoint; false where its version is another by now, or it is gone. */
  amend(id: string, version: number, terms: EndpointTerms): Promise<boolean>;
  /** Pauses or resumes an endpoint; false where it is gone. To resume it ends what it asked for with Retry-After. */
  turn(id: string, state: EndpointState): Promise<boolean>;
  /** Has an endpoint take the log from this cursor on, whatever it has taken already; false where it is gone. */
  rewind(id: string, to: Cursor): Promise<boolean>;
  /**
   * Has all that waits tried at once, its tries counted from the beginning; where `failedToo`, what failed at its last try is back in
   * line, in its old place.
   */
  revive(id: string, failedToo: boolean): Promise<void>;
  /** Forgets an endpoint and all of its deliveries; false where it was gone already. */
  remove(id: string): Promise<boolean>;

  /** Takes or renews the right to work on endpoints for `ms` milliseconds. Those that somebody else has are not in the answer. */
  hold(ids: readonly string[], owner: string, ms: number): Promise<ReadonlyMap<string, Held>>;
  /** Gives back what this owner holds of these. */
  release(ids: readonly string[], owner: string): Promise<void>;

  /** Makes deliveries of events and notes how far the endpoint has come, together. */
  take(id: string, token: number, taking: Taking): Promise<Written>;
  /** Notes what came of a try. */
  settle(id: string, token: number, settling: Settling): Promise<Written>;
  /** Pending deliveries after one of them, the oldest first, without their events. */
  waiting(id: string, after: number, limit: number): Promise<readonly Waiting[]>;
  delivery(id: string, seq: number): Promise<Delivery | null>;
  /** Deliveries, the newest first. */
  deliveries(id: string, query: DeliveryQuery): Promise<readonly Delivery[]>;
  counts(id: string): Promise<Counts>;
  close(): Promise<void>;
}

/** Endpoints and deliveries cannot be reached now. */
export class WebhooksUnavailableError extends Error {
  override readonly name = 'WebhooksUnavailableError';
  readonly code = 'WEBHOOKS_UNAVAILABLE';

  constructor(cause: unknown) {
    super('The state of webhooks cannot be reached now. Try again soon.', { cause });
  }
}
