import type { Asks, ToldEvent } from './reader.ts';

interface Told {
  readonly cursor: string;
  readonly occurredAt: string;
}

function toldOf({ cursor, occurredAt }: Told, globalId: string, phone: string | null) {
  return { cursor, at: occurredAt, id: globalId.split(':')[1] ?? '', phone } satisfies Omit<
    ToldEvent,
    'toldAt'
  >;
}

/** Everything that happens, and nothing of what it happened to. */
export const ALL: Asks = {
  name: 'all',
  query: 'subscription ($after: String) { changes(after: $after) { cursor occurredAt entityId } }',
  variables: {},
  ids: null,
  eventIn: ({ changes }: { readonly changes: Told & { readonly entityId: string } }) =>
    toldOf(changes, changes.entityId, null),
};

const IDS = Array.from({ length: 20 }, (_, at) => String(1 + at * 10));

/** What happens to some customers, and how they are then. */
export const SOME: Asks = {
  name: 'some, with customers',
  query: `subscription ($after: String, $ids: [ID!]) {
    customerChanged(after: $after, filter: { ids: $ids }) { cursor occurredAt customer { id phone } }
  }`,
  variables: { ids: IDS.map((id) => `customer:${id}`) },
  ids: new Set(IDS),
  eventIn: ({
    customerChanged: told,
  }: {
    readonly customerChanged: Told & { readonly customer: { readonly id: string; readonly phone: string } };
  }) => toldOf(told, told.customer.id, told.customer.phone),
};

const LONG = 'x'.repeat(150);
const COPIES = Array.from({ length: 45 }, (_, at) => `${LONG}${at}: entityId`).join(' ');

/** Everything that happens, 8 KB of it each time: within seconds it is more than a connection that nobody reads from can hold. */
export const MUCH: Asks = {
  ...ALL,
  name: 'all, at length',
  query: ALL.query.replace('entityId', `entityId ${COPIES}`),
};
