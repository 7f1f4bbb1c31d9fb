import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MONEY, usd } from './support/money.ts';
import { startProduct, type Product } from './support/product.ts';

const ERRORS = 'userErrors { path code message }';

let product: Product;
let books: (path: string, body?: object) => Promise<Record<string, unknown>>;
beforeAll(async () => {
  product = await startProduct();
  books = await booksOf(product.systems.accounting);
});
afterAll(() => product[Symbol.asyncDispose]());

/** Calls the accounting system directly, for states that cannot be reached through the graph. */
async function booksOf(url: string): Promise<typeof books> {
  const authorization = `Basic ${btoa('isthmus:local-accounting-secret')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const answer = await fetch(`${url}/connect/token`, { method: 'POST', headers: { authorization }, body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return async (path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const request = { method: 'POST', headers, ...(body ? { body: JSON.stringify(body) } : { body: '{}' }) };
    const answer = await fetch(`${url}/api/2.0${path}`, request);
    expect(answer.ok).toBe(true);
    return (await answer.json()) as Record<string, unknown>;
  };
}

function invoiceOf(contact: string, total: string, currency: string, order?: string) {
  const amounts = { Subtotal: total, Tax: '0', Freight: '0', Total: total };
  return { ContactID: contact, CurrencyCode: currency, ...amounts, ...(order ? { OrderID: order } : {}) };
}

async function openInvoice(contact: string, total: string, currency = 'USD'): Promise<string> {
  const { InvoiceID } = await books('/Invoices', invoiceOf(contact, total, currency));
  return `invoice:${String(InvoiceID)}`;
}

function issue(order: string, more = '', key = '') {
  return product.query(`mutation { invoiceIssue(input: { order: "${order}"${more} }${key}) {
    invoice { id status issuedOn order { id } customer { id } total ${MONEY} outstanding ${MONEY} } ${ERRORS} } }`);
}

function record(input: string, key = '') {
  return product.query(`mutation { paymentRecord(input: { ${input} }${key}) {
    payment { id amount ${MONEY} method reference receivedOn invoice { id } card { brand } }
    invoice { id status paid ${MONEY} outstanding ${MONEY} payments { nodes { id } } } ${ERRORS} } }`);
}

const amount = (amount: string, currency = 'USD') =>
  `amount: { amount: "${amount}", currency: "${currency}" }`;

describe('issuing an invoice', () => {
  it('bills the amounts of the order, only once', async () => {
    const order = `{ order(id: "order:51016") { customer { id } total ${MONEY} invoice { id } } }`;
    const before = (await product.query(order)).data.order;
    expect(before.invoice).toBeNull();
    const { data } = await issue('order:51016', ', issuedOn: "2014-02-03"');
    expect(data.invoiceIssue).toEqual({
      invoice: {
        id: expect.stringMatching(/^invoice:INV-\d+$/),
        status: 'OPEN',
        issuedOn: '2014-02-03',
        order: { id: 'order:51016' },
        customer: before.customer,
        total: before.total,
        outstanding: before.total,
      },
      userErrors: [],
    });
    const { id } = data.invoiceIssue.invoice;
    expect((await product.query(order)).data.order.invoice).toEqual({ id });

    const again = await issue('order:51016');
    expect(again.data.invoiceIssue).toEqual({
      invoice: null,
      userErrors: [
        { path: ['input', 'order'], code: 'ALREADY_INVOICED', message: expect.stringContaining('51016') },
      ],
    });
  });

  it('has one effect per key, and returns the invoice in its current state', async () => {
    const key = ', idempotencyKey: "issue-61037"';
    const first = (await issue('order:61037', '', key)).data.invoiceIssue.invoice;
    await books(`/Invoices/${String(first.id).slice('invoice:'.length)}/Void`);
    const replay = (await issue('order:61037', '', key)).data.invoiceIssue;
    expect(replay).toMatchObject({ invoice: { id: first.id, status: 'VOIDED' }, userErrors: [] });
    expect((await issue('order:61037', ', issuedOn: "2014-02-03"', key)).data.invoiceIssue).toMatchObject({
      invoice: null,
      userErrors: [{ path: ['idempotencyKey'], code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
  });

  it('is refused for an order that does not exist', async () => {
    const { data, errors } = await issue('order:1');
    expect(errors).toBeUndefined();
    expect(data.invoiceIssue).toMatchObject({
      invoice: null,
      userErrors: [{ path: ['input', 'order'], code: 'NOT_FOUND' }],
    });
  });

  it('is refused for a cancelled order, with the reason why an earlier invoice is not voided', async () => {
    const patched = await fetch(`${product.systems.commerce}/v2/orders/43700`, {
      method: 'PATCH',
      headers: { 'x-api-key': 'local-commerce-key', 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'cancelled' }),
    });
    expect(patched.status).toBe(200);
    expect((await issue('order:43700')).data.invoiceIssue).toMatchObject({
      invoice: null,
      userErrors: [
        { path: ['input', 'order'], code: 'ALREADY_CANCELLED' },
        { path: ['input', 'order'], code: 'ALREADY_PAID' },
      ],
    });
  });

  it('reports BAD_USER_INPUT if the id is not that of an order', async () => {
    const { errors } = await issue('invoice:INV-43697');
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

describe('recording a payment', () => {
  it('returns the invoice in its new state: paid in part, then in full', async () => {
    const invoice = await openInvoice('21768', '100');
    const part = (
      await record(`invoice: "${invoice}", ${amount('40.5')}, receivedOn: "2014-03-01", reference: "R 1"`)
    ).data.paymentRecord;
    expect(part).toEqual({
      payment: {
        id: expect.stringMatching(/^payment:PAY-\d+$/),
        amount: usd('40.5'),
        method: 'BANK',
        reference: 'R 1',
        receivedOn: '2014-03-01',
        invoice: { id: invoice },
        card: null,
      },
      invoice: {
        id: invoice,
        status: 'OPEN',
        paid: usd('40.5'),
        outstanding: usd('59.5'),
        payments: { nodes: [{ id: part.payment.id }] },
      },
      userErrors: [],
    });
    const rest = (
      await record(`invoice: "${invoice}", ${amount('59.5')}, method: CASH, receivedOn: "2014-03-02"`)
    ).data.paymentRecord;
    expect(rest).toMatchObject({
      payment: { method: 'CASH', reference: null },
      invoice: {
        status: 'PAID',
        outstanding: usd('0'),
        payments: { nodes: [{ id: rest.payment.id }, { id: part.payment.id }] },
      },
    });
  });

  it('sees the effect of the previous mutation in the same operation', async () => {
    const invoice = await openInvoice('21768', '10');
    const pay = `paymentRecord(input: { invoice: "${invoice}", ${amount('5')} }) {
      invoice { paid { amount } payments { nodes { id } } customer { balance ${MONEY} } } }`;
    const { data } = await product.query(`mutation { first: ${pay} second: ${pay} }`);
    expect(data.first.invoice).toMatchObject({
      paid: { amount: '5' },
      payments: { nodes: [{}] },
      customer: { balance: usd('5') },
    });
    expect(data.second.invoice).toMatchObject({ paid: { amount: '10' }, customer: { balance: usd('0') } });
    expect(data.second.invoice.payments.nodes).toHaveLength(2);
  });

  it('has one effect per key', async () => {
    const invoice = await openInvoice('21768', '10');
    const input = `invoice: "${invoice}", ${amount('4')}`;
    const key = ', idempotencyKey: "pay-once"';
    const first = (await record(input, key)).data.paymentRecord;
    await record(`invoice: "${invoice}", ${amount('1')}`);
    const replay = (await record(input, key)).data.paymentRecord;
    expect(replay.payment).toEqual(first.payment);
    expect(replay.invoice).toMatchObject({ paid: usd('5'), outstanding: usd('5') });
    const other = (await record(`invoice: "${invoice}", ${amount('2')}`, key)).data.paymentRecord;
    expect(other).toMatchObject({
      payment: null,
      invoice: null,
      userErrors: [{ path: ['idempotencyKey'], code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
  });

  it('is refused if it breaks a business rule', async () => {
    const open = await openInvoice('21768', '10');
    const voided = await openInvoice('21768', '10');
    await books(`/Invoices/${voided.slice('invoice:'.length)}/Void`);
    const refusals: [input: string, code: string, ...path: string[]][] = [
      [`invoice: "invoice:INV-43697", ${amount('1')}`, 'ALREADY_PAID', 'invoice'],
      [`invoice: "invoice:INV-1", ${amount('1')}`, 'NOT_FOUND', 'invoice'],
      [`invoice: "${voided}", ${amount('1')}`, 'VOIDED', 'invoice'],
      [`invoice: "${open}", ${amount('10.0001')}`, 'OVERPAID', 'amount'],
      [`invoice: "${open}", ${amount('1', 'EUR')}`, 'CURRENCY_MISMATCH', 'amount', 'currency'],
      [`invoice: "${open}", ${amount('0')}`, 'INVALID', 'amount'],
      [`invoice: "${open}", ${amount('-1')}`, 'INVALID', 'amount'],
      [`invoice: "${open}", ${amount('1.00001')}`, 'INVALID', 'amount', 'amount'],
      [`invoice: "${open}", ${amount('1')}, reference: "${'x'.repeat(201)}"`, 'INVALID', 'reference'],
    ];
    for (const [input, code, ...path] of refusals) {
      const { data, errors } = await record(input);
      expect(errors).toBeUndefined();
      expect(data.paymentRecord).toEqual({
        payment: null,
        invoice: null,
        userErrors: [{ path: ['input', ...path], code, message: expect.stringMatching(/\w+/) }],
      });
    }
    const { data } = await product.query(
      `{ invoice(id: "${open}") { paid ${MONEY} payments { nodes { id } } } }`,
    );
    expect(data.invoice).toEqual({ paid: usd('0'), payments: { nodes: [] } });
  });
});

describe('rare cases', () => {
  it('a customer who owes in two currencies has no single balance, but one per currency', async () => {
    const query = `{ customer(id: "customer:12316") { balance ${MONEY} balances ${MONEY} } }`;
    const owed = async () => (await product.query(query)).data.customer;
    expect(await owed()).toEqual({ balance: { amount: '0', currency: 'EUR' }, balances: [] });
    await openInvoice('12316', '20', 'EUR');
    expect(await owed()).toEqual({
      balance: { amount: '20', currency: 'EUR' },
      balances: [{ amount: '20', currency: 'EUR' }],
    });
    await openInvoice('12316', '30');
    expect(await owed()).toEqual({ balance: null, balances: [{ amount: '20', currency: 'EUR' }, usd('30')] });
    const report = (args: string) => `receivablesByAge(customer: "customer:12316"${args}) { total ${MONEY} }`;
    const { data } = await product.query(`{ ${report('')} euros: ${report(', currency: "EUR"')} }`);
    expect(data).toEqual({
      receivablesByAge: { total: usd('30') },
      euros: { total: { amount: '20', currency: 'EUR' } },
    });
  });

  it('an order with more invoices than fit on a page has its unvoided one, and all others page by page', async () => {
    const order = '62964';
    const numbers: string[] = [];
    for (let index = 0; index < 101; index++) {
      const { InvoiceID } = await books('/Invoices', invoiceOf('21768', '1', 'USD', order));
      numbers.push(`invoice:${String(InvoiceID)}`);
      if (index < 100) await books(`/Invoices/${String(InvoiceID)}/Void`);
    }
    const list = (after: string) =>
      `invoices(first: 100${after}) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }`;
    const query = `{ nodes(ids: ["order:43697", "order:${order}"]) { ... on Order { invoice { id } ${list('')} } } }`;
    const { answer, calls } = await product.counted(query);
    const [one, many] = answer.data.nodes;
    expect(one.invoices).toMatchObject({ totalCount: 1, nodes: [{ id: 'invoice:INV-43697' }] });
    const { pageInfo, ...invoices } = many.invoices;
    expect(invoices).toEqual({ totalCount: 101, nodes: numbers.slice(0, 100).map((id) => ({ id })) });
    expect(pageInfo.hasNextPage).toBe(true);
    const after = `, after: "${pageInfo.endCursor}"`;
    const rest = await product.query(`{ order(id: "order:${order}") { ${list(after)} } }`);
    expect(rest.data.order.invoices).toMatchObject({
      nodes: [{ id: numbers[100] }],
      pageInfo: { hasNextPage: false },
    });
    expect(many.invoice).toEqual({ id: numbers[100] });
    expect(calls.accounting.routes).toEqual({ 'GET /api/2.0/Invoices/Grouped': 2 });
  });
});
