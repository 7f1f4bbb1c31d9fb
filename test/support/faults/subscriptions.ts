import type { Subscription, ReceivedEvent } from './reader.ts';

interface EventFields {
  readonly cursor: string;
  readonly occurredAt: string;
}

function eventOf({ cursor, occurredAt }: EventFields, globalId: string, phone: string | null) {
  return { cursor, at: occurredAt, id: globalId.split(':')[1] ?? '', phone } satisfies Omit<
    ReceivedEvent,
    'receivedAt'
  >;
}

/** All changes, without the records that changed. */
export const ALL: Subscription = {
  name: 'all',
  query: 'subscription ($after: String) { changes(after: $after) { cursor occurredAt entityId } }',
  variables: {},
  ids: null,
  eventIn: ({ changes }: { readonly changes: EventFields & { readonly entityId: string } }) =>
    eventOf(changes, changes.entityId, null),
};

const IDS = Array.from({ length: 20 }, (_, at) => String(1 + at * 10));

/** The changes of some customers, with their current state. */
export const SOME: Subscription = {
  name: 'some, with customers',
  query: `subscription ($after: String, $ids: [ID!]) {
    customerChanged(after: $after, filter: { ids: $ids }) { cursor occurredAt customer { id phone } }
  }`,
  variables: { ids: IDS.map((id) => `customer:${id}`) },
  ids: new Set(IDS),
  eventIn: ({
    customerChanged: event,
  }: {
    readonly customerChanged: EventFields & {
      readonly customer: { readonly id: string; readonly phone: string };
    };
  }) => eventOf(event, event.customer.id, event.customer.phone),
};

const LONG = 'x'.repeat(150);
const COPIES = Array.from({ length: 45 }, (_, at) => `${LONG}${at}: entityId`).join(' ');

/** All changes, 8 KB each: within seconds, they exceed the buffers of a connection that is not read from. */
export const MUCH: Subscription = {
  ...ALL,
  name: 'all, at length',
  query: ALL.query.replace('entityId', `entityId ${COPIES}`),
};
