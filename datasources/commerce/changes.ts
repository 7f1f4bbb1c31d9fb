import type { ChangeSource, ReportedChange } from '../changes.ts';
import type { Id } from '../ids.ts';
import { numberedFeed } from '../numbered-feed.ts';
import { ownersIn, type Owners } from '../owners.ts';
import { alignById } from '../rest/align.ts';
import type { RestClient } from '../rest/client.ts';
import type { Shared } from '../scope.ts';
import {
  fieldsOf,
  toReportedChange,
  reportOfEvent,
  typeParts,
  WEBHOOK,
  type Vocabulary,
} from '../vocabulary.ts';
import { forKeys } from './parameters.ts';
import { contract } from './wire/contract.ts';
import { toOrder } from './wire/order.ts';

const PATH = '/v2/events';
const ORDERS = '/v2/orders';

const checkEvent = contract.check('Event');
const checkData = contract.check('EventData');

const VOCABULARY: Vocabulary = {
  order: {
    entity: 'Order',
    owners: { customer: 'Customer' },
    fields: {
      status: 'status',
      total: 'total',
      currency: 'currency',
      customer_id: 'customer',
      shipped_on: 'shippedOn',
      cancel_reason: 'cancelReason',
    },
  },
};

/** The fields of orders that may be reported as changed. */
export const COMMERCE_FIELDS = fieldsOf(VOCABULARY);

/** How the shop reports changes: by webhooks, and by a record of the same events for receivers that may have missed some. */
export function commerceChanges(client: RestClient): ChangeSource {
  return {
    feed: numberedFeed({
      call: { system: client.system, path: PATH },
      limit: client.maxBatch,
      numberField: 'id',
      isGapless: true,
      changeOfRow,
      read: async (after, limit, call) => {
        const { body } = await client.get(PATH, { after_id: after, limit }, call);
        const rows = contract.rows(body, 'events', PATH);
        return { rows, newest: (body as { readonly last_id?: unknown }).last_id };
      },
    }),
    read: (event) =>
      reportOfEvent(event, VOCABULARY, client.system, (data) => {
        const { fields, owners, request } = checkData(data, WEBHOOK);
        return { fields, owners, idempotencyKey: request?.idempotency_key ?? null };
      }),
    ownersOf: async (entity, ids, call) =>
      entity === 'Order' ? ownersOfOrders(client, ids as readonly Id<'Order'>[], call) : new Map(),
  };
}

function changeOfRow(row: unknown): ReportedChange | null {
  const { type, subject: id, occurred_at: at, fields, owners, request } = checkEvent(row, PATH);
  const idempotencyKey = request?.idempotency_key ?? null;
  return toReportedChange({ ...typeParts(type), id, at, fields, owners, idempotencyKey }, VOCABULARY);
}

async function ownersOfOrders(
  client: RestClient,
  ids: readonly Id<'Order'>[],
  call: Shared,
): Promise<ReadonlyMap<string, Owners>> {
  const found = await forKeys(client, ids, async (some) => {
    const { body } = await client.get(ORDERS, { ids: some, limit: some.length }, call);
    return alignById(contract.rows(body, 'orders', ORDERS), 'id', toOrder);
  });
  return ownersIn(found, ({ customer }) => ({ Customer: customer.id }));
}
