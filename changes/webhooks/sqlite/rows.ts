import type { SQLOutputValue } from 'node:sqlite';
import type { ChangeEvent } from '../../event.ts';
import type { Attempt, Delivery, DeliveryState } from '../delivery.ts';
import type { Endpoint, EndpointState, EndpointTerms, Gap } from '../endpoint.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Parses a row of `webhook`. */
export function endpointIn(row: Row): Endpoint {
  const gap = row['gap'];
  return {
    id: String(row['id']),
    createdAt: Number(row['created_at']),
    terms: JSON.parse(String(row['terms'])) as EndpointTerms,
    state: JSON.parse(String(row['state'])) as EndpointState,
    taken: String(row['taken']),
    restsUntil: Number(row['rests_until']),
    gap: typeof gap === 'string' ? (JSON.parse(gap) as Gap) : null,
    version: Number(row['version']),
  };
}

/** Parses a row of `webhook_delivery`. */
export function deliveryIn(row: Row): Delivery {
  return {
    seq: Number(row['seq']),
    state: row['state'] as DeliveryState,
    event: JSON.parse(String(row['event'])) as ChangeEvent,
    tries: Number(row['tries']),
    nextAt: Number(row['next_at']),
    attempts: JSON.parse(String(row['attempts'])) as readonly Attempt[],
  };
}
