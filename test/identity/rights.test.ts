import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Issuer } from '../support/issuer.ts';
import { startProduct, type Answer, type Product } from '../support/product.ts';

let issuer: Issuer;
let product: Product;
beforeAll(async () => {
  issuer = await Issuer.start();
  product = await startProduct({ ...issuer.settings, CACHE: 'on' });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

type Headers = Record<string, string>;

const ask = (query: string, headers: Headers = {}): Promise<Answer> => product.query(query, {}, headers);

/** The paths and codes of an answer's errors. */
const refusedIn = ({ errors = [] }: Answer) =>
  errors.map(({ path, extensions }) => [path?.join('.'), extensions['code']]);

/** Two customers with many orders each, and an order of each. */
const CUSTOMER = { id: '11176', order: 'order:52127' };
const OTHER = { id: '11331', order: 'order:52386' };

const ORDER =
  '{ order(id: "order:43697") { id total { amount } invoice { total { amount } } } product(id: "product:776") { name } }';

describe('a field that requires scopes', () => {
  test('is UNAUTHENTICATED without credentials, while public fields are answered', async () => {
    const answer = await ask(ORDER);
    expect(refusedIn(answer)).toEqual([['order', 'UNAUTHENTICATED']]);
    expect(answer.data).toEqual({ order: null, product: { name: 'Mountain-100 Black, 42' } });
  });

  test('is null with FORBIDDEN, field by field, for callers without them', async () => {
    const answer = await ask(ORDER, await issuer.as('orders:read'));
    expect(refusedIn(answer)).toEqual([['order.invoice', 'FORBIDDEN']]);
    expect(answer.data.order).toEqual({
      id: 'order:43697',
      total: { amount: expect.any(String) as string },
      invoice: null,
    });
    expect(answer.errors?.[0]?.message).toContain('finance:read');
  });

  test('is answered for callers with them, repeatedly', async () => {
    const headers = await issuer.as('orders:read finance:read');
    const answers = [];
    for (let turn = 0; turn < 3; turn += 1) answers.push(await ask(ORDER, headers));
    expect(answers[0]).toMatchObject({ data: { order: { invoice: { total: {} } } } });
    expect(answers.slice(1)).toEqual([answers[0], answers[0]]);
  });

  test('requires all scopes of a set', async () => {
    const query = '{ discrepancies(first: 1) { nodes { kind } } }';
    expect(refusedIn(await ask(query, await issuer.as('orders:read')))).toEqual([
      ['discrepancies', 'FORBIDDEN'],
    ]);
    expect((await ask(query, await issuer.as('orders:read finance:read'))).errors).toBeUndefined();
  });

  test('is refused by the type of the object that an id names', async () => {
    const query = '{ nodes(ids: ["order:43697", "product:776", "supplier:1580"]) { id } }';
    const answer = await ask(query, await issuer.as('orders:read'));
    expect(refusedIn(answer)).toEqual([['nodes.2', 'FORBIDDEN']]);
    expect(answer.data.nodes).toEqual([{ id: 'order:43697' }, { id: 'product:776' }, null]);
  });

  test('is not changed for anyone without the write scope', async () => {
    const mutation =
      'mutation { customerUpdate(id: "customer:29485", input: { phone: "1" }) { userErrors { code } } }';
    expect(refusedIn(await ask(mutation))).toEqual([['customerUpdate', 'UNAUTHENTICATED']]);
    expect(refusedIn(await ask(mutation, await issuer.as('customers:read')))).toEqual([
      ['customerUpdate', 'FORBIDDEN'],
    ]);
    expect((await ask(mutation, await issuer.as('customers:write'))).data.customerUpdate).toEqual({
      userErrors: [],
    });
  });
});

describe('a customer', () => {
  test('sees their own orders, while those of others appear not to exist', async () => {
    const query = `{
      mine: order(id: "${CUSTOMER.order}") { id customer { id name } invoice { total { amount } } fulfilment { status } }
      other: order(id: "${OTHER.order}") { id total { amount } }
      nodes(ids: ["${CUSTOMER.order}", "${OTHER.order}", "customer:${OTHER.id}", "customer:${CUSTOMER.id}"]) { id }
    }`;
    const { data, errors } = await ask(query, await issuer.customer(CUSTOMER.id));
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      mine: {
        id: CUSTOMER.order,
        customer: { id: `customer:${CUSTOMER.id}`, name: expect.any(String) as string },
      },
      other: null,
    });
    expect(data.nodes).toEqual([{ id: CUSTOMER.order }, null, null, { id: `customer:${CUSTOMER.id}` }]);
    const operator = await issuer.as('orders:read');
    expect((await ask(query, operator)).data.other).toMatchObject({ id: OTHER.order });
  });

  test('gets lists and counts of only their own records', async () => {
    const lists =
      'orders(first: 100) { totalCount nodes { id } } invoices(first: 100) { totalCount nodes { id } }';
    const operator = await issuer.as('orders:read customers:read finance:read');
    const { data: theirs } = await ask(`{ customer(id: "customer:${CUSTOMER.id}") { ${lists} } }`, operator);
    const query = `{ ${lists} payments { nodes { customer { id } } } receivablesByAge { total { amount } } }`;
    const { data, errors } = await ask(query, await issuer.customer(CUSTOMER.id));
    expect(errors).toBeUndefined();
    expect(data).toMatchObject(theirs.customer as object);
    expect(data.orders.totalCount).toBe(15);
    const payers = data.payments.nodes.map(
      (one: { customer: { id: string } }) => one.customer.id,
    ) as string[];
    expect([...new Set(payers)]).toEqual([`customer:${CUSTOMER.id}`]);
  });

  test('is refused filters on other customers, lists of customers, and figures that include others', async () => {
    const query = `{
      orders(filter: { customer: "customer:${OTHER.id}" }) { totalCount }
      customers { totalCount }
      product(id: "product:776") { orders { totalCount } revenue { amount } }
      topCustomers { revenue { amount } }
      exchangeRates { totalCount }
    }`;
    const answer = await ask(query, await issuer.customer(CUSTOMER.id));
    expect(refusedIn(answer).toSorted()).toEqual([
      ['customers', 'FORBIDDEN'],
      ['exchangeRates', 'FORBIDDEN'],
      ['orders', 'FORBIDDEN'],
      ['product.revenue', 'FORBIDDEN'],
      ['topCustomers', 'FORBIDDEN'],
    ]);
    expect(answer.data.product.orders.totalCount).toBe(0);
  });

  test('with customers:read sees all customers, but only their own orders', async () => {
    const query = `{
      own: customer(id: "customer:${CUSTOMER.id}") { orders { totalCount } }
      other: customer(id: "customer:${OTHER.id}") { name orders { totalCount } balance { amount } }
    }`;
    const answer = await ask(query, await issuer.customer(CUSTOMER.id, 'customers:read'));
    expect(refusedIn(answer)).toEqual([
      ['other.orders', 'FORBIDDEN'],
      ['other.balance', 'FORBIDDEN'],
    ]);
    expect(answer.data).toMatchObject({
      own: { orders: { totalCount: 15 } },
      other: { name: expect.any(String) as string, orders: null, balance: null },
    });
  });
});
