import { createHash } from 'node:crypto';
import type { ChangeEvent, Cursor } from '../event.ts';

/** Where a delivery stands: waiting for its first or next try, taken by the receiver, or failed at its last try. */
export type DeliveryState = (typeof STATES)[number];

/** All of them. */
export const STATES = ['pending', 'delivered', 'failed'] as const;

/** An event on its way to one endpoint. */
export interface Delivery {
  /** Its place among the endpoint's deliveries: counts up from 1. */
  readonly seq: number;
  readonly state: DeliveryState;
  readonly event: ChangeEvent;
  /** Tries since it was last put into line. */
  readonly tries: number;
  /**
   * When it is to be tried next, or was to be, in milliseconds since 1970; 0 where that is at once. What waits for its first try is not
   * timed: the clock of whoever took it need not be that of whoever sends it.
   */
  readonly nextAt: number;
  /** What came of the tries, the oldest first; of very many, the latest. */
  readonly attempts: readonly Attempt[];
}

/** What came of one try. */
export interface Attempt {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  /** The status of the answer; null where none came. */
  readonly status: number | null;
  /** Why it failed, for people; null where it did not. */
  readonly error: string | null;
}

/** What of a delivery must be known to send it when its time has come. */
export interface Waiting {
  readonly seq: number;
  /** Deliveries of one lane go out one after the other. */
  readonly lane: string;
  readonly nextAt: number;
}

/** The lane of an event: all of one entity are in the same. */
export function laneOf({ entity, id }: Pick<ChangeEvent, 'entity' | 'id'>): string {
  return `${entity}:${id}`;
}

const ID_LENGTH = 27;

/** The `webhook-id` of an event at an endpoint: the same however often it is sent, tried again or replayed (Standard Webhooks). */
export function messageId(endpoint: string, cursor: Cursor): string {
  const hash = createHash('sha256').update(`${endpoint} ${cursor}`).digest('base64url');
  return `msg_${hash.slice(0, ID_LENGTH)}`;
}
