import { hash } from 'node:crypto';
import type { ChangeEvent, Cursor } from '../event.ts';

/** The state of a delivery: waiting for its first or next attempt, accepted by the receiver, or failed at its last attempt. */
export type DeliveryState = (typeof STATES)[number];

/** All delivery states. */
export const STATES = ['pending', 'delivered', 'failed'] as const;

/** An event on its way to one endpoint. */
export interface Delivery {
  /** Its number among the endpoint's deliveries, starting from 1. */
  readonly seq: number;
  readonly state: DeliveryState;
  readonly event: ChangeEvent;
  /** Attempts since it was last queued. */
  readonly tries: number;
  /**
   * When the next attempt is or was due, in milliseconds since 1970; 0 for immediately. First attempts are not scheduled by time, because
   * the process that queued the delivery and the one that sends it may have different clocks.
   */
  readonly nextAt: number;
  /** The outcomes of the attempts, oldest first; only the latest if there are very many. */
  readonly attempts: readonly Attempt[];
}

/** The outcome of one attempt. */
export interface Attempt {
  /** When it started, in milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  /** The HTTP status; null if there was no response. */
  readonly status: number | null;
  /** A human-readable reason for the failure; null if it succeeded. */
  readonly error: string | null;
}

/** What must be known of a delivery to send it when it is due. */
export interface PendingDelivery {
  readonly seq: number;
  /** Deliveries in one lane are sent one after the other. */
  readonly lane: string;
  readonly nextAt: number;
}

/** The lane of an event. All events of one entity share a lane. */
export function laneOf({ entity, id }: Pick<ChangeEvent, 'entity' | 'id'>): string {
  return `${entity}:${id}`;
}

const ID_LENGTH = 27;

/** The `webhook-id` of an event at an endpoint: the same however often it is sent, retried or replayed (Standard Webhooks). */
export function messageId(endpoint: string, cursor: Cursor): string {
  return `msg_${hash('sha256', `${endpoint} ${cursor}`, 'base64url').slice(0, ID_LENGTH)}`;
}
