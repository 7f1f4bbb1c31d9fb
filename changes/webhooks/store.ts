import type { ChangeEvent, Cursor } from '../event.ts';
import type { Attempt, Delivery, DeliveryState, PendingDelivery } from './delivery.ts';
import type { Endpoint, EndpointState, EndpointTerms, Gap, NewEndpoint } from './endpoint.ts';

/** Settled deliveries kept per endpoint and final state; beyond that the oldest are deleted, a few at a time. */
export const MAX_KEPT = 1_000;

/** A lease on an endpoint: the right to work on it for a limited time. */
export interface EndpointLease {
  /** A fencing token: it increases with each holder, so that writes by an earlier holder are refused. */
  readonly token: number;
  /** The endpoint's version. */
  readonly version: number;
}

/** A step of an endpoint along the log: the events between two cursors become these deliveries, due immediately. */
export interface EnqueueStep {
  readonly from: Cursor;
  readonly to: Cursor;
  readonly events: readonly ChangeEvent[];
  /** Set if the log lacked some of the events in between. */
  readonly gap: Gap | null;
}

/** The outcome of an attempt. */
export interface AttemptOutcome {
  readonly seq: number;
  readonly state: DeliveryState;
  /** The attempts counted when this one began. */
  readonly triesBefore: number;
  readonly tries: number;
  readonly nextAt: number;
  readonly attempts: readonly Attempt[];
  /** The endpoint's new state, set in the same step if it is active; null if it does not change. */
  readonly endpoint: EndpointState | null;
  /** Until when the endpoint is to be left alone; null if it did not ask for that. */
  readonly restsUntil: number | null;
}

/** The outcome of a holder's write. */
export type Written =
  | 'written'
  /** Another process has held the endpoint since, or it is gone. Nothing was written. */
  | 'fenced'
  /** The endpoint is at another cursor by now, or the delivery has been revived or settled. At most the attempt was noted. */
  | 'elsewhere';

/** The number of an endpoint's deliveries in each state. */
export type Counts = Readonly<Record<DeliveryState, number>>;

/** Selects deliveries. */
export interface DeliveryQuery {
  readonly states: readonly DeliveryState[];
  /** Only those with a lower `seq`; null for all. */
  readonly before: number | null;
  readonly limit: number;
}

/**
 * Stores endpoints and their deliveries durably, across restarts and crashes. Each call is one atomic step. All reject with a {@link
 * WebhooksUnavailableError} if the store cannot be reached; such a call may have taken effect, and can be repeated.
 */
export interface WebhookStore {
  /** All endpoints, oldest first. */
  endpoints(): Promise<readonly Endpoint[]>;
  endpoint(id: string): Promise<Endpoint | null>;
  /** Creates an endpoint, unless there is already one with this id, or there are `most` of them. */
  create(endpoint: NewEndpoint, most: number): Promise<'created' | 'known' | 'full'>;
  /** Updates an endpoint's configuration; false if its version has changed, or it is gone. */
  amend(id: string, version: number, terms: EndpointTerms): Promise<boolean>;
  /** Pauses or resumes an endpoint; false if it is gone. Resuming clears its Retry-After. */
  turn(id: string, state: EndpointState): Promise<boolean>;
  /**
   * Moves an endpoint back to this cursor in the log; false if it is gone. One that is at an earlier cursor stays there: everything after
   * this one is still to be sent, and so is what comes before it.
   */
  rewind(id: string, to: Cursor): Promise<boolean>;
  /**
   * Makes all waiting deliveries due immediately, with their attempts counted from zero. With `failedToo`, deliveries that failed for good
   * are queued again in their original order.
   */
  revive(id: string, failedToo: boolean): Promise<void>;
  /** Deletes an endpoint and all of its deliveries; false if it was gone already. */
  remove(id: string): Promise<boolean>;

  /** Acquires or renews the leases on endpoints for `ms` milliseconds. Those held by another owner are omitted from the result. */
  hold(ids: readonly string[], owner: string, ms: number): Promise<ReadonlyMap<string, EndpointLease>>;
  /** Releases those of these endpoints that this owner holds. */
  release(ids: readonly string[], owner: string): Promise<void>;

  /** Creates deliveries for events and records how far the endpoint has come, in one step. */
  take(id: string, token: number, taking: EnqueueStep): Promise<Written>;
  /** Records the outcome of an attempt. A failure changes nothing else if the delivery was revived in the meantime. */
  settle(id: string, token: number, settling: AttemptOutcome): Promise<Written>;
  /** Pending deliveries after one of them, oldest first, without their events. */
  waiting(id: string, after: number, limit: number): Promise<readonly PendingDelivery[]>;
  delivery(id: string, seq: number): Promise<Delivery | null>;
  /** Deliveries, newest first. */
  deliveries(id: string, query: DeliveryQuery): Promise<readonly Delivery[]>;
  counts(id: string): Promise<Counts>;
  close(): Promise<void>;
}
