import { randomUUID } from 'node:crypto';
import type { ChangeEvent } from '../event.ts';

/** A message body and the id it is sent under. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** Builds the global id of an entity, such as `order:7` from `Order` and `7`. */
export type GlobalIdOf = (entity: string, id: string) => string;

/** The prefix of every event's `source`; the system's name follows. */
const SOURCE = 'urn:isthmus:';

/**
 * Serializes an event as it is sent: a CloudEvent 1.0 in structured JSON. It is thin: it says what changed, and the receiver queries the
 * graph for the data it needs. The same event always yields the same text.
 */
export function bodyOf(event: ChangeEvent, globalIdOf: GlobalIdOf): string {
  const { cursor, system, entity, kind, fields, occurredAt, recordedAt, ownersUnknown } = event;
  const id = globalIdOf(entity, event.id);
  const owners = Object.entries(event.owners).map(([owner, ids]) => {
    return [owner, [ids].flat().map((one) => globalIdOf(owner, one))];
  });
  return JSON.stringify({
    specversion: '1.0',
    id: cursor,
    source: `${SOURCE}${system}`,
    type: `${id.slice(0, id.indexOf(':'))}.${kind.toLowerCase()}`,
    subject: id,
    time: occurredAt,
    datacontenttype: 'application/json',
    data: {
      id,
      entity,
      kind,
      fields,
      owners: Object.fromEntries(owners) as Record<string, string[]>,
      ownersUnknown,
      recordedAt: new Date(recordedAt).toISOString(),
    },
  });
}

/** An empty message for testing an endpoint. */
export function testMessage(now: number): Message {
  const id = randomUUID();
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: `${SOURCE}webhooks`,
    type: 'webhook.test',
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    data: {},
  });
  return { id: `msg_test_${id}`, body };
}
