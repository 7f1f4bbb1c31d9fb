import { randomUUID } from 'node:crypto';
import type { ChangeEvent } from '../event.ts';

/** A text with the id under which it is sent. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** Makes the global id of an entity, such as `order:7` of `Order` and `7`. */
export type GlobalIdOf = (entity: string, id: string) => string;

/** Begins the `source` of all events; the system's name follows. */
const SOURCE = 'urn:isthmus:';

/**
 * An event as it is sent: a CloudEvent 1.0 in structured JSON. It is thin: it says what changed, and the receiver asks the graph for what
 * it wants of it. The same event is the same text however often it is sent.
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

/** A message that says nothing, to try an endpoint with. */
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
