import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MONEY, usd } from './support/money.ts';
import { startProduct, type Product } from './support/product.ts';

const WHOLE_INVOICE = `id status order { id } customer { id } issuedOn currency subtotal ${MONEY} tax ${MONEY}
  freight ${MONEY} total ${MONEY} paid ${MONEY} outstanding ${MONEY}`;

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  // The first call fetches the access token; made here, it does not affect the counts.
  await product.query('{ invoice(id: "invoice:INV-1") { id } }');
});
afterAll(() => product[Symbol.asyncDispose]());

async function codeOf(query: string) {
  const { errors } = await product.query(query);
  return [errors?.[0]?.extensions['code'], errors?.[0]?.message];
}

describe('an invoice', () => {
  it('is read with one call, including references', async () => {
    const query = `{ invoice(id: "invoice:INV-43697") { ${WHOLE_INVOICE} exchangeRate { id } } }`;
    const { answer, calls, total } = await product.counted(query);
    expect(answer).toEqual({
      data: {
        invoice: {
          id: 'invoice:INV-43697',
          status: 'PAID',
          order: { id: 'order:43697' },
          customer: { id: 'customer:21768' },
          issuedOn: '2011-06-07',
          currency: 'USD',
          exchangeRate: { id: 'exchange-rate:4' },
          subtotal: usd('3578.27'),
          tax: usd('286.2616'),
          freight: usd('89.4568'),
          total: usd('3953.9884'),
          paid: usd('3953.9884'),
          outstanding: usd('0'),
        },
      },
    });
    expect(calls.accounting.routes).toEqual({ 'GET /api/2.0/Invoices': 1 });
    expect(total).toBe(1);
  });

  it('has amounts in its own currency, and an outstanding amount while it is open', async () => {
    const { foreign, open } = await product.data(`{
      foreign: invoice(id: "invoice:INV-54660") { currency total ${MONEY} exchangeRate { id } }
      open: invoice(id: "invoice:INV-63119") { status order { id } total ${MONEY} paid ${MONEY} outstanding ${MONEY} payments { totalCount nodes { id } } }
    }`);
    expect(foreign).toEqual({
      currency: 'EUR',
      total: { amount: '2590.0758', currency: 'EUR' },
      exchangeRate: { id: 'exchange-rate:9296' },
    });
    expect(open).toEqual({
      status: 'OPEN',
      order: { id: 'order:53749' },
      total: usd('139.5394'),
      paid: usd('0'),
      outstanding: usd('139.5394'),
      payments: { totalCount: 0, nodes: [] },
    });
  });

  it('has no exchange rate if none was used', async () => {
    const { invoice } = await product.data('{ invoice(id: "invoice:INV-43699") { exchangeRate { id } } }');
    expect(invoice).toEqual({ exchangeRate: null });
  });

  it('has payments, order, customer and rate, read with one call each for any number of invoices', async () => {
    const query = (
      first: number,
    ) => `{ invoices(first: ${first}, orderBy: { field: ID, direction: ASC }) { nodes {
      id payments { nodes { id amount ${MONEY} } } order { status } customer { name } exchangeRate { to } } } }`;
    for (const first of [3, 100]) {
      const { answer, calls, total } = await product.counted(query(first));
      expect(answer.data.invoices.nodes).toHaveLength(first);
      expect(answer.data.invoices.nodes[0]).toEqual({
        id: 'invoice:INV-43697',
        payments: { nodes: [{ id: 'payment:PAY-43697', amount: usd('3953.9884') }] },
        order: { status: 'SHIPPED' },
        customer: { name: 'Cole Watson' },
        exchangeRate: { to: 'CAD' },
      });
      expect(calls.accounting.routes).toEqual({
        'GET /api/2.0/Invoices': 1,
        'GET /api/2.0/Payments/Grouped': 1,
        'GET /api/2.0/ExchangeRates': 1,
      });
      expect([calls.crm.requests, calls.commerce.requests, total]).toEqual([1, 1, 5]);
    }
  });
});

describe('a payment', () => {
  it('is read with one call', async () => {
    const query = `{ payment(id: "payment:PAY-43697") {
      id invoice { id } customer { id } amount ${MONEY} receivedOn method reference card { brand last4 } } }`;
    const { answer, calls, total } = await product.counted(query);
    expect(answer).toEqual({
      data: {
        payment: {
          id: 'payment:PAY-43697',
          invoice: { id: 'invoice:INV-43697' },
          customer: { id: 'customer:21768' },
          amount: usd('3953.9884'),
          receivedOn: '2011-06-07',
          method: 'CARD',
          reference: '530200Vi22686',
          card: { brand: 'SuperiorCard', last4: '9188' },
        },
      },
    });
    expect(calls.accounting.routes).toEqual({ 'GET /api/2.0/Payments': 1 });
    expect(total).toBe(1);
  });

  it('has an invoice, read with one call for all payments', async () => {
    const { answer, calls } = await product.counted(
      '{ payments(first: 50) { nodes { invoice { status } } } }',
    );
    expect(answer.data.payments.nodes).toEqual(Array(50).fill({ invoice: { status: 'PAID' } }));
    expect(calls.accounting.routes).toEqual({ 'GET /api/2.0/Payments': 1, 'GET /api/2.0/Invoices': 1 });
  });
});

describe('a customer', () => {
  it('has invoices and a balance, read with one call each for all customers', async () => {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { id
      invoices(first: 2, filter: { status: OPEN }) { totalCount nodes { id status } pageInfo { hasNextPage } }
      balance ${MONEY} balances ${MONEY} } } }`;
    const ids = Array.from({ length: 99 }, (_, index) => `customer:${11_500 + index}`);
    const { answer, calls } = await product.counted(query, { ids: [...ids, 'customer:11262'] });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.nodes[66]).toEqual({
      id: 'customer:11566',
      invoices: {
        totalCount: 15,
        nodes: [
          { id: expect.stringMatching(/^invoice:INV-\d+$/), status: 'OPEN' },
          { id: expect.stringMatching(/^invoice:INV-\d+$/), status: 'OPEN' },
        ],
        pageInfo: { hasNextPage: true },
      },
      balance: usd('703.2887'),
      balances: [usd('703.2887')],
    });
    expect(answer.data.nodes[99]).toMatchObject({ balance: usd('539.4059'), invoices: { totalCount: 11 } });
    expect(calls.accounting.routes).toEqual({
      'GET /api/2.0/Invoices/Grouped': 1,
      'GET /api/2.0/Invoices/GroupedCount': 1,
      'GET /api/2.0/Contacts/Balances': 1,
    });
  });

  it('has its own invoices only, in the requested order, page by page', async () => {
    const ids = await walkOf('customer:11331', 'orderBy: { field: TOTAL, direction: ASC }');
    expect(new Set(ids).size).toBe(20);
    const { invoices } = await product.data(`{ invoices(first: 100, filter: { customer: "customer:11331" },
      orderBy: { field: TOTAL, direction: ASC }) { nodes { id } } }`);
    expect(invoices).toEqual({ nodes: ids.map((id) => ({ id })) });
    const others = 'invoices(filter: { customer: "customer:11331" }) { totalCount nodes { id } }';
    const { customer } = await product.data(`{ customer(id: "customer:11566") { ${others} } }`);
    expect(customer).toEqual({ invoices: { totalCount: 0, nodes: [] } });
  });

  it('owes nothing if there is nothing to pay', async () => {
    const { paid, none } = await product.data(`{
      paid: customer(id: "customer:21768") { balance ${MONEY} balances ${MONEY} }
      none: customer(id: "customer:1") { balance ${MONEY} balances ${MONEY} invoices { nodes { id } } }
    }`);
    expect(paid).toEqual({ balance: usd('0'), balances: [] });
    expect(none).toEqual({ balance: usd('0'), balances: [], invoices: { nodes: [] } });
  });

  async function walkOf(customer: string, args: string): Promise<string[]> {
    const ids: string[] = [];
    for (let after = ''; ;) {
      const { data } =
        await product.query(`{ customer(id: "${customer}") { invoices(first: 7, ${args}${after}) {
        nodes { id } pageInfo { hasNextPage endCursor } } } }`);
      const { nodes, pageInfo } = data.customer.invoices;
      ids.push(...nodes.map(({ id }: { id: string }) => id));
      if (!pageInfo.hasNextPage) return ids;
      after = `, after: "${pageInfo.endCursor}"`;
    }
  }
});

describe('an order', () => {
  it('has its invoices, oldest first, and its valid invoice, read with one call for all orders', async () => {
    const ids = Array.from({ length: 98 }, (_, index) => `order:${53_700 + index}`);
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { id invoice { id status } invoices { totalCount nodes { id } } } } }`;
    const { answer, calls } = await product.counted(query, { ids: [...ids, 'order:51016', 'order:61948'] });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.nodes.slice(48, 50)).toEqual([
      {
        id: 'order:53748',
        invoice: { id: 'invoice:INV-53748', status: 'PAID' },
        invoices: { totalCount: 1, nodes: [{ id: 'invoice:INV-53748' }] },
      },
      {
        id: 'order:53749',
        invoice: { id: 'invoice:INV-53749', status: 'PAID' },
        invoices: { totalCount: 2, nodes: [{ id: 'invoice:INV-53749' }, { id: 'invoice:INV-63119' }] },
      },
    ]);
    expect(answer.data.nodes[98]).toEqual({
      id: 'order:51016',
      invoice: null,
      invoices: { totalCount: 0, nodes: [] },
    });
    expect(answer.data.nodes[99].invoices.nodes).toEqual([
      { id: 'invoice:INV-61948' },
      { id: 'invoice:INV-63120' },
    ]);
    expect(calls.accounting.routes).toEqual({ 'GET /api/2.0/Invoices/Grouped': 1 });
  });
});

describe('an unknown id or invalid argument', () => {
  it('gives null without an error for an unknown id', async () => {
    const data = await product.data(`{
      a: invoice(id: "invoice:INV-1") { id total { amount } payments { nodes { id } } }
      b: invoice(id: "invoice:43697") { id }
      c: payment(id: "payment:PAY-1") { id amount { amount } }
      d: payment(id: "payment:INV-43697,PAY-43697") { id }
      nodes(ids: ["invoice:INV-43697", "invoice:INV-2", "payment:PAY-43697"]) { id __typename }
    }`);
    expect(data).toEqual({
      a: null,
      b: null,
      c: null,
      d: null,
      nodes: [
        { id: 'invoice:INV-43697', __typename: 'Invoice' },
        null,
        { id: 'payment:PAY-43697', __typename: 'Payment' },
      ],
    });
  });

  it.each([
    ['{ invoice(id: "payment:PAY-43697") { id } }', 'Expected the global id of an Invoice'],
    ['{ payment(id: "43697") { id } }', 'Expected the global id of a Payment'],
    ['{ invoices(filter: { customer: "order:1" }) { totalCount } }', 'Expected the global id of a Customer'],
    ['{ payments(filter: { customer: "" }) { totalCount } }', 'Expected the global id of a Customer'],
    ['{ invoices(first: 0) { totalCount } }', '"first" must be from 1 to 100, got 0'],
    ['{ payments(first: 101) { totalCount } }', '"first" must be from 1 to 100, got 101'],
    ['{ invoices(after: "nonsense") { nodes { id } } }', 'is no cursor of this list'],
    [
      '{ invoices(filter: { minTotal: "-1" }) { nodes { id } } }',
      '"minTotal" must be from 0 to 999999999.9999',
    ],
    ['{ invoices(filter: { maxTotal: "1.00005" }) { totalCount } }', 'at most four decimal places'],
  ])('gives BAD_USER_INPUT: %s', async (query, message) => {
    expect(await codeOf(query)).toEqual(['BAD_USER_INPUT', expect.stringContaining(message)]);
  });

  it('gives an empty page after a cursor beyond the end of every list', async () => {
    const lists = (all: string, own: string) =>
      `{ invoices(first: 1${all}) { nodes { id } pageInfo { hasNextPage endCursor } }
         customer(id: "customer:11566") { invoices(first: 1${own}) { nodes { id } pageInfo { hasNextPage endCursor } } } }`;
    const { data: near } = await product.query(lists('', ''));
    const afterEnd = ({ pageInfo: { endCursor } }: { pageInfo: { endCursor: string } }) => {
      const [kind] = JSON.parse(Buffer.from(endCursor, 'base64url').toString()) as [string, number];
      const far = Buffer.from(JSON.stringify([kind, 900_000_000_000])).toString('base64url');
      return `, after: "${far}"`;
    };
    const far = await product.data(lists(afterEnd(near.invoices), afterEnd(near.customer.invoices)));
    const empty = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    expect(far).toEqual({ invoices: empty, customer: { invoices: empty } });
  });
});
