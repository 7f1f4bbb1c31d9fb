import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { Systems } from '../support/systems.ts';
import { table } from '../support/tables.ts';

let product: Product;
let systems: Systems;
beforeAll(async () => {
  product = await startProduct();
  systems = new Systems(product);
});
afterAll(() => product[Symbol.asyncDispose]());

/** The discrepancies of these orders, from the list and, if the shop knows the orders, from the orders as well. */
async function foundIn(from: number, to = from) {
  const fields = 'kind order { id } invoices { id } claims { system record statement }';
  const { data, errors } = await product.query(`{
    discrepancies(filter: { fromOrder: "order:${from}", toOrder: "order:${to}" }) { nodes { ${fields} } }
    nodes(ids: ["order:${from}", "order:${to}"]) { ... on Order { discrepancies { ${fields} } } }
  }`);
  expect(errors).toBeUndefined();
  const [first, last] = data.nodes;
  if (first && last) {
    const both = from === to ? [first] : [first, last];
    expect(both.flatMap(({ discrepancies }: { discrepancies: unknown[] }) => discrepancies)).toEqual(
      data.discrepancies.nodes,
    );
  }
  return data.discrepancies.nodes as { kind: string; claims: { statement: string }[] }[];
}

async function correct(order: number, changes: object): Promise<void> {
  const { status } = await systems.ask('commerce', `/orders/${order}`, 'PATCH', changes);
  expect(status).toBe(200);
}

test.each([
  [43_700, { total: '1' }, 'TOTAL', ['1 USD', '772.5036 USD']],
  [43_701, { currency: 'CAD' }, 'CURRENCY', ['CAD', 'USD']],
  [43_702, { customer_id: 11_000 }, 'CUSTOMER', ['customer:11000', 'customer:27645']],
] as const)(
  'a correction in the shop shows up as a discrepancy: %i %o',
  async (order, changes, kind, says) => {
    expect(await foundIn(order)).toEqual([]);
    await correct(order, changes);
    expect(await foundIn(order)).toEqual([
      {
        kind,
        order: { id: `order:${order}` },
        invoices: [{ id: `invoice:INV-${order}` }],
        claims: [
          { system: 'commerce', record: `order:${order}`, statement: says[0] },
          { system: 'accounting', record: `invoice:INV-${order}`, statement: says[1] },
        ],
      },
    ]);
  },
);

test('an order may have several discrepancies, and each can be the last of a page', async () => {
  await correct(43_704, { total: '2', currency: 'CAD', customer_id: 11_000 });
  expect((await foundIn(43_704)).map(({ kind }) => kind)).toEqual(['CURRENCY', 'TOTAL', 'CUSTOMER']);
  const kinds: string[] = [];
  let after = '';
  for (let page = 0; page < 3; page++) {
    const { data } = await product.query(
      `{ discrepancies(first: 1, filter: { fromOrder: "order:43704", toOrder: "order:43705" }${after}) { nodes { kind } pageInfo { endCursor hasNextPage } } }`,
    );
    kinds.push(...data.discrepancies.nodes.map(({ kind }: { kind: string }) => kind));
    expect(data.discrepancies.pageInfo.hasNextPage).toBe(page < 2);
    after = `, after: "${data.discrepancies.pageInfo.endCursor}"`;
  }
  expect(kinds).toEqual(['CURRENCY', 'TOTAL', 'CUSTOMER']);
});

test('a cancelled order with a valid invoice is a discrepancy', async () => {
  await correct(43_710, { status: 'cancelled' });
  expect(await foundIn(43_710)).toMatchObject([
    { kind: 'CANCELLED_BUT_INVOICED', claims: [{ statement: 'cancelled' }, { statement: 'paid' }] },
  ]);
});

test('an order that was cancelled together with its invoice is not a discrepancy', async () => {
  const address = { line1: '1 Main St', city: 'Bothell', countryCode: 'US' };
  const lines = [{ product: 'product:870', quantity: 1 }];
  const input = { customer: 'customer:11000', lines, shippingAddress: address };
  const { data } = await product.query(
    'mutation ($input: OrderPlaceInput!) { orderPlace(input: $input) { order { id } } }',
    { input },
  );
  const number = Number(data.orderPlace.order.id.slice(6));
  expect(await foundIn(number)).toEqual([]);
  await product.query(`mutation { orderCancel(id: "order:${number}") { userErrors { code } } }`);
  expect(await foundIn(number)).toEqual([]);
});

test('an invoice for an order that the shop does not know is a discrepancy', async () => {
  const amounts = { Subtotal: '10', Tax: '0.8', Freight: '0.25', Total: '11.05' };
  const invoice = { OrderID: '500000', ContactID: '11000', CurrencyCode: 'USD', ...amounts };
  const { status, body } = await systems.ask('accounting', '/Invoices', 'POST', invoice);
  expect(status).toBe(201);
  const record = `invoice:${body.InvoiceID}`;
  expect(await foundIn(500_000)).toEqual([
    {
      kind: 'MISSING_ORDER',
      order: { id: 'order:500000' },
      invoices: [{ id: record }],
      claims: [
        { system: 'commerce', record: null, statement: 'no such order' },
        { system: 'accounting', record, statement: '11.05 USD' },
      ],
    },
  ]);
  const { data, errors } = await product.query(
    '{ discrepancies(filter: { kinds: [MISSING_ORDER] }) { nodes { order { id total { amount } } } } }',
  );
  expect(errors).toBeUndefined();
  expect(data.discrepancies.nodes).toEqual([{ order: { id: 'order:500000', total: null } }]);
  await systems.ask('accounting', `/Invoices/${body.InvoiceID}/Void`, 'POST');
  expect(await foundIn(500_000)).toEqual([]);
});

test.each([
  ['customers', 'customer_id', 'CUSTOMER'],
  ['totals', 'total', 'TOTAL'],
] as const)(
  'two swapped %s in one block, which no sum reveals, are found by the hash totals',
  async (_, field, kind) => {
    // Both in block 171, orders 43776 to 44031.
    const [one, other] = kind === 'CUSTOMER' ? [43_780, 43_782] : [43_790, 43_791];
    const { orders } = await systems.read('commerce', `/orders?ids=${one},${other}&sort=id`);
    expect(orders[0][field]).not.toBe(orders[1][field]);
    const block = async () => {
      const path = '/reports/control_totals?block_size=256&from_id=43776&to_id=44031';
      return (await systems.read('commerce', path)).blocks[0];
    };
    const before = await block();
    await correct(one, { [field]: orders[1][field] });
    await correct(other, { [field]: orders[0][field] });
    const after = await block();
    expect([after.count, after.total]).toEqual([before.count, before.total]);
    expect((await foundIn(one, other)).map((each) => each.kind)).toEqual([kind, kind]);
  },
);

test('discrepancies in more blocks than are read at once are all found', async () => {
  const address = { line1: '1 Main St', city: 'Bothell', country_code: 'US' };
  const order = {
    customer_id: 11_000,
    bill_to: address,
    ship_to: address,
    lines: [{ product_id: 870, quantity: 1 }],
  };
  const { body } = await systems.ask('commerce', '/orders', 'POST', order);
  expect(await foundIn(Number(body.id))).toMatchObject([{ kind: 'MISSING_INVOICE' }]);
  // One discrepancy in each of 30 blocks: more than are read at once.
  const from = 45_056;
  const numbers = table('commerce/order').map(({ id }) => Number(id));
  const disturbed = Array.from({ length: 30 }, (_, block) => {
    return numbers.find((id) => id >= from + block * 256) ?? NaN;
  });
  for (const id of disturbed) await correct(id, { total: '3' });
  const filter = `filter: { kinds: [TOTAL], fromOrder: "order:${from}", toOrder: "order:${from + 30 * 256}" }`;
  const { answer, total } = await product.counted(
    `{ discrepancies(first: 100, ${filter}) { nodes { order { id } claims { statement } } } }`,
  );
  const nodes = answer.data.discrepancies.nodes as {
    order: { id: string };
    claims: { statement: string }[];
  }[];
  const ids = nodes.filter(({ claims }) => claims[0]?.statement === '3 USD').map(({ order: { id } }) => id);
  expect(ids).toEqual(disturbed.map((id) => `order:${id}`));
  // Control totals of both, and rows of both for 16 blocks and for 14 more.
  expect(total).toBe(6);
  const page = await product.counted(`{ discrepancies(first: 5, ${filter}) { nodes { order { id } } } }`);
  expect(page.total).toBe(4);
});
