import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewChange } from '../../changes/event.ts';
import { changeOf, record } from '../support/changes.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openRaw } from '../support/raw-streams.ts';

let product: Product;
/** Objects of the sample data, found by a query. */
let found: {
  readonly order: { id: string; status: string; customer: string; product: string };
  readonly invoice: { id: string; status: string; customer: string; order: string };
  readonly payment: { id: string; customer: string; invoice: string };
  readonly territory: { customer: string; id: string };
  readonly short: string;
  readonly plenty: string;
};

beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
  found = await findSamples();
});
afterAll(() => product[Symbol.asyncDispose]());

const plain = (globalId: string) => globalId.slice(globalId.indexOf(':') + 1);

async function findSamples(): Promise<typeof found> {
  const { data } = await product.query(`{
    order(id: "order:43697") { id status customer { id } lines { product { id } } }
    invoice(id: "invoice:INV-43697") { id status customer { id } order { id } payments { nodes { id } } }
    customer(id: "customer:29485") { id territory { id } }
    products(first: 100) { nodes { id reorderPoint stock { available } } }
  }`);
  const { order, invoice, customer, products } = data;
  interface Planned {
    id: string;
    reorderPoint: number | null;
    stock: { available: number }[] | null;
  }
  const planned = (products.nodes as Planned[]).filter(({ reorderPoint }) => reorderPoint !== null);
  const available = ({ stock }: Planned) => (stock ?? []).reduce((sum, level) => sum + level.available, 0);
  const isShort = (one: Planned) => available(one) < (one.reorderPoint ?? 0);
  const short = planned.find(isShort)?.id;
  const plenty = planned.find((one) => !isShort(one))?.id;
  if (short === undefined || plenty === undefined) throw new Error('The sample data has changed.');
  return {
    order: {
      id: order.id,
      status: order.status,
      customer: order.customer.id,
      product: order.lines[0].product.id,
    },
    invoice: {
      id: invoice.id,
      status: invoice.status,
      customer: invoice.customer.id,
      order: invoice.order.id,
    },
    payment: { id: invoice.payments.nodes[0].id, customer: invoice.customer.id, invoice: invoice.id },
    territory: { customer: customer.id, id: customer.territory.id },
    short,
    plenty,
  };
}

/** A field, its filter, the changes to be delivered, and those to be left out. */
interface Case {
  readonly field: string;
  readonly filter: object | null;
  readonly delivered: readonly NewChange[];
  readonly leftOut: readonly NewChange[];
}

const order = (id: string, more: Partial<NewChange> = {}) => changeOf('Order', plain(id), more);
const customer = (id: string, more: Partial<NewChange> = {}) => changeOf('Customer', plain(id), more);
const invoice = (id: string, more: Partial<NewChange> = {}) => changeOf('Invoice', plain(id), more);
const payment = (id: string, more: Partial<NewChange> = {}) =>
  changeOf('Payment', plain(id), { kind: 'CREATED', ...more });
const stock = (productId: string, location = '1', more: Partial<NewChange> = {}) =>
  changeOf('StockLevel', `${plain(productId)}-${location}`, {
    owners: { Product: plain(productId), Location: location },
    ...more,
  });
const ofCustomer = (id: string) => ({ owners: { Customer: plain(id) } });
const unknown = { ownersUnknown: true };
const DELETED = { kind: 'DELETED' } as const;
const CREATED = { kind: 'CREATED' } as const;

const CASES: Readonly<Record<string, () => Case>> = {
  'customers: all': () => ({
    field: 'customerChanged',
    filter: null,
    delivered: [customer('customer:1'), customer('customer:2', DELETED), customer('customer:3', CREATED)],
    leftOut: [order('order:1')],
  }),
  'customers: ids and kinds': () => ({
    field: 'customerChanged',
    filter: { ids: ['customer:1', 'customer:2'], kinds: ['CREATED', 'DELETED'] },
    delivered: [customer('customer:1', DELETED), customer('customer:2', CREATED)],
    leftOut: [customer('customer:1'), customer('customer:3', DELETED), order('order:1', DELETED)],
  }),
  'customers: a territory': () => ({
    field: 'customerChanged',
    filter: { territory: found.territory.id },
    // The territory of a deleted customer is unknown.
    delivered: [customer(found.territory.customer), customer('customer:999999', DELETED)],
    leftOut: [],
  }),
  'customers: another territory': () => ({
    field: 'customerChanged',
    filter: { territory: found.territory.id === 'territory:9' ? 'territory:8' : 'territory:9' },
    delivered: [],
    leftOut: [customer(found.territory.customer)],
  }),
  'orders: ids': () => ({
    field: 'orderChanged',
    filter: { ids: ['order:43697'] },
    delivered: [order('order:43697')],
    leftOut: [order('order:43698'), customer('customer:43697')],
  }),
  'orders: of a customer': () => ({
    field: 'orderChanged',
    filter: { customer: found.order.customer },
    delivered: [
      order(found.order.id, ofCustomer(found.order.customer)),
      // The change does not name the owner, which a look-up finds.
      order(found.order.id, unknown),
      // Moved away from this customer, or to it.
      order('order:43698', { owners: { Customer: ['1', plain(found.order.customer)] } }),
      order('order:999999', { ...DELETED, ...ofCustomer(found.order.customer) }),
    ],
    leftOut: [order('order:43698', ofCustomer('customer:1')), order('order:43698', unknown)],
  }),
  'orders: a status and a product': () => ({
    field: 'orderChanged',
    filter: { statuses: [found.order.status], product: found.order.product },
    delivered: [order(found.order.id), order('order:999999', DELETED)],
    leftOut: [order('order:43698')],
  }),
  'orders: another status': () => ({
    field: 'orderChanged',
    filter: { statuses: ['CANCELLED'] },
    delivered: [],
    leftOut: [order(found.order.id)],
  }),
  'orders: kinds': () => ({
    field: 'orderChanged',
    filter: { kinds: ['CREATED'] },
    delivered: [order(found.order.id, CREATED)],
    leftOut: [order(found.order.id), order(found.order.id, DELETED)],
  }),
  'stock: of products at a location': () => ({
    field: 'stockChanged',
    filter: { products: ['product:1', 'product:2'], location: 'location:6' },
    delivered: [stock('product:1', '6'), stock('product:2', '6')],
    leftOut: [stock('product:1', '1'), stock('product:3', '6'), customer('customer:1')],
  }),
  'stock: of products, if the change does not name the product': () => ({
    field: 'stockChanged',
    filter: { products: ['product:1'], location: 'location:6' },
    delivered: [stock('product:1', '6', { owners: {}, ...unknown })],
    leftOut: [stock('product:2', '6', { owners: {}, ...unknown })],
  }),
  'stock: below the reorder point': () => ({
    field: 'stockChanged',
    filter: { belowReorderPoint: true },
    delivered: [stock(found.short), stock(found.short, '60')],
    leftOut: [stock(found.plenty)],
  }),
  'stock: not below the reorder point': () => ({
    field: 'stockChanged',
    filter: { belowReorderPoint: false },
    delivered: [stock(found.plenty)],
    leftOut: [stock(found.short)],
  }),
  'invoices: of a customer and an order': () => ({
    field: 'invoiceChanged',
    filter: { customer: found.invoice.customer, order: found.invoice.order },
    delivered: [
      invoice(found.invoice.id, {
        owners: { Customer: plain(found.invoice.customer), Order: plain(found.invoice.order) },
      }),
      invoice(found.invoice.id, unknown),
    ],
    leftOut: [
      invoice('invoice:INV-43698', ofCustomer(found.invoice.customer)),
      invoice('invoice:INV-43698', unknown),
    ],
  }),
  'invoices: ids, kinds and statuses': () => ({
    field: 'invoiceChanged',
    filter: { ids: [found.invoice.id], kinds: ['UPDATED'], statuses: [found.invoice.status] },
    delivered: [invoice(found.invoice.id)],
    leftOut: [invoice(found.invoice.id, CREATED), invoice('invoice:INV-43698')],
  }),
  'invoices: another status': () => ({
    field: 'invoiceChanged',
    filter: { statuses: ['VOIDED'] },
    delivered: [],
    leftOut: [invoice(found.invoice.id)],
  }),
  'payments: received': () => ({
    field: 'paymentReceived',
    filter: null,
    delivered: [payment(found.payment.id)],
    leftOut: [payment(found.payment.id, { kind: 'UPDATED' }), invoice(found.invoice.id, CREATED)],
  }),
  'payments: of a customer and an invoice': () => ({
    field: 'paymentReceived',
    filter: { customer: found.payment.customer, invoice: found.payment.invoice },
    delivered: [
      payment(found.payment.id, {
        owners: { Customer: plain(found.payment.customer), Invoice: plain(found.payment.invoice) },
      }),
      payment(found.payment.id, unknown),
    ],
    leftOut: [
      payment('payment:PAY-43698', ofCustomer(found.payment.customer)),
      payment('payment:PAY-43698', unknown),
    ],
  }),
  'changes: all': () => ({
    field: 'changes',
    filter: null,
    delivered: [
      customer('customer:1'),
      order('order:1'),
      stock('product:1'),
      invoice('invoice:1'),
      payment('p:1'),
    ],
    leftOut: [],
  }),
  'changes: types, kinds and systems': () => ({
    field: 'changes',
    filter: { entities: ['Order', 'Invoice'], kinds: ['CREATED'], systems: ['commerce'] },
    delivered: [order('order:1', CREATED)],
    leftOut: [order('order:1'), invoice('invoice:1', CREATED), customer('customer:1', CREATED)],
  }),
  'changes: ids of several types': () => ({
    field: 'changes',
    filter: { ids: ['customer:1', 'order:2', 'stock-level:776-6'] },
    delivered: [customer('customer:1'), order('order:2'), stock('product:776', '6')],
    leftOut: [customer('customer:2'), order('order:1'), invoice('invoice:1')],
  }),
  'changes: related to a customer': () => ({
    field: 'changes',
    filter: { customer: 'customer:42' },
    delivered: [
      customer('customer:42'),
      order('order:1', ofCustomer('customer:42')),
      payment('payment:1', ofCustomer('customer:42')),
    ],
    leftOut: [customer('customer:43'), order('order:42', ofCustomer('customer:43')), stock('product:42')],
  }),
  'changes: related to a product': () => ({
    field: 'changes',
    filter: { product: 'product:776' },
    delivered: [stock('product:776')],
    leftOut: [stock('product:777'), customer('customer:776')],
  }),
  'changes: fields': () => ({
    field: 'changes',
    filter: { fields: ['email', 'phone'] },
    delivered: [customer('customer:1', { fields: ['name', 'email'] }), customer('customer:2')],
    leftOut: [customer('customer:1', { fields: ['name'] })],
  }),
};

describe('a subscription receives the changes that its filter matches, and no others', () => {
  test.each(Object.entries(CASES))('%s', async (_name, make) => {
    const { field, filter, delivered, leftOut } = make();
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const input = {
      PaymentReceived: 'PaymentReceivedFilter',
      Changes: 'ChangeFilter',
    }[type];
    const query = `subscription ($after: String, $filter: ${input ?? `${type.replace('Changed', '')}ChangeFilter`}) {
      ${field}(after: $after, filter: $filter) { cursor } }`;
    const after = await product.changes.log.newest();
    using live = await openRaw('websocket', product.url, { query, variables: { after, filter } });
    await expect.poll(() => product.streams.size).toBe(1);
    // Those to be delivered come last: by the time that the last of them arrives, the others would have arrived as well.
    await record(product, ...leftOut);
    const cursors = await record(product, ...delivered);
    const [end] = await record(product, changeOf('Customer', '7'));
    await expect.poll(() => product.changes.hub.position).toBe(end);
    await live.have(delivered.length + (field === 'customerChanged' && filter === null ? 1 : 0));
    const cursorsOf = (results: readonly { data: Record<string, { cursor: string }> }[]) =>
      results.map(({ data }) => data[field]?.cursor).filter((cursor) => cursor !== end);
    using missed = await openRaw('sse', product.url, { query, variables: { after, filter } });
    // A client that resumes receives what it missed before anything else.
    await missed.have(delivered.length);
    await expect.poll(() => product.streams.size).toBe(2);
    expect(cursorsOf(live.results)).toEqual(cursors);
    expect(cursorsOf(missed.results)).toEqual(cursors);
  });
});
