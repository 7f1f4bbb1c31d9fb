import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportedChange } from '../../datasources/changes.ts';
import type { SystemName } from '../support/product.ts';
import {
  call,
  feedOf,
  startEmbeddedSystems,
  changesSince,
  type EmbeddedSystems,
} from '../support/embedded-systems.ts';

/** The embedded systems; the tests check what they report of writes, in the graph's terms. */
let embedded: EmbeddedSystems;
beforeAll(async () => {
  embedded = await startEmbeddedSystems();
});
afterAll(() => embedded[Symbol.asyncDispose]());

const ask = (system: SystemName, path: string, method: string, body?: unknown, key?: string) =>
  embedded.systems.ask(system, path, method, body, key);

/** The changes that a system reports of some writes; reading on from the new position shows that it reports them once. */
async function changesBy(
  system: SystemName,
  write: () => Promise<unknown>,
): Promise<readonly ReportedChange[]> {
  const feed = feedOf(embedded.sources[system]);
  const before = await feed.newest(call());
  expect(await changesSince(feed, before)).toMatchObject({ changes: [], position: before });
  await write();
  const reported = await changesSince(feed, before);
  expect(reported.missed).toBe(false);
  expect(await changesSince(feed, reported.position)).toMatchObject({
    changes: [],
    position: reported.position,
  });
  const { changes } = await changesSince(feed, await feed.newest(call()));
  expect(changes).toEqual([]);
  return reported.changes;
}

const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown as string;
const change = (
  [entity, id]: readonly [string, string],
  kind: ReportedChange['kind'],
  more: Partial<ReportedChange> = {},
) => ({ entity, id, kind, owners: {}, ownersUnknown: false, fields: [], key: null, occurredAt: at, ...more });

describe('the CRM', () => {
  test('reports changes to customers', async () => {
    let id = '';
    const reported = await changesBy('crm', async () => {
      const person = { kind: 'person', firstName: 'Ann', lastName: 'Lee' };
      id = String((await ask('crm', '/customers', 'POST', person, 'key-1')).body.id);
      await ask('crm', `/customers/${id}`, 'PATCH', { lastName: 'Moss', territoryId: '4' });
      await ask('crm', `/customers/${id}`, 'PATCH', { lastName: 'Moss' });
    });
    expect(reported).toEqual([
      change(['Customer', id], 'CREATED', { key: `key-1 Customer:${id}` }),
      change(['Customer', id], 'UPDATED', { fields: ['name', 'lastName', 'territory'] }),
    ]);
  });
});

const ADDRESS = { line1: '1 Way', city: 'Bothell', country_code: 'US' };
const ORDER = {
  customer_id: 29485,
  ship_to: ADDRESS,
  bill_to: ADDRESS,
  lines: [{ product_id: 870, quantity: 1 }],
};

describe('the shop', () => {
  test('reports changes to orders, with both customers if an order moves', async () => {
    let id = '';
    const reported = await changesBy('commerce', async () => {
      id = String((await ask('commerce', '/orders', 'POST', ORDER, 'key-1')).body.id);
      await ask('commerce', `/orders/${id}`, 'PATCH', { customer_id: 11003, status: 'shipped' }, 'key-2');
      await ask('commerce', `/orders/${id}`, 'PATCH', { total: '5' });
    });
    const order = ['Order', id] as const;
    expect(reported).toEqual([
      change(order, 'CREATED', { owners: { Customer: '29485' }, key: `key-1 Order:${id}` }),
      change(order, 'UPDATED', {
        owners: { Customer: ['29485', '11003'] },
        fields: ['customer', 'status', 'shippedOn'],
        key: `key-2 Order:${id}`,
      }),
      change(order, 'UPDATED', { owners: { Customer: '11003' }, fields: ['total'] }),
    ]);
  });

  test('looks up the owners of many orders in one call, and leaves out orders that do not exist', async () => {
    const { ownersOf } = embedded.sources.commerce;
    const control = `${embedded.urls.commerce}/_control`;
    await fetch(`${control}/requests`, { method: 'DELETE' });
    const ids = ['43697', '1', 'x', ...Array.from({ length: 60 }, (_, number) => String(43_698 + number))];
    const owners = await ownersOf('Order', ids, call());
    expect(owners.size).toBe(61);
    expect([owners.get('43697'), owners.has('1'), owners.has('x')]).toEqual([
      { Customer: '21768' },
      false,
      false,
    ]);
    expect(await (await fetch(control)).json()).toMatchObject({ requests: 1 });
    expect(await ownersOf('Invoice', ['43697'], call())).toEqual(new Map());
  });
});

describe('the ERP', () => {
  const level = (product: number, location: number) => ['StockLevel', `${product}-${location}`] as const;
  const owners = (product: number, location: number) => ({
    Product: String(product),
    Location: String(location),
  });

  test('reports each stock level that a move touches', async () => {
    const reported = await changesBy('erp', async () => {
      const move = { ProductId: 776, FromLocationId: 60, ToLocationId: 5, Quantity: 1 };
      await ask('erp', '/StockTransfers', 'POST', move, 'key-1');
    });
    expect(reported).toEqual([
      change(level(776, 60), 'UPDATED', {
        owners: owners(776, 60),
        fields: ['onHand', 'available'],
        key: 'key-1 StockLevel:776-60',
      }),
      change(level(776, 5), 'CREATED', { owners: owners(776, 5), key: 'key-1 StockLevel:776-5' }),
    ]);
  });

  test('reports what reservations hold, take and free', async () => {
    const hold = { Reference: 'r', Lines: [{ ProductId: 777, Quantity: 1 }] };
    const reported = await changesBy('erp', async () => {
      const { body } = await ask('erp', '/Reservations', 'POST', hold, 'hold');
      await ask('erp', `/Reservations/${String(body.ReservationId)}/Confirm`, 'POST', undefined, 'take');
      await ask('erp', `/Reservations/${String(body.ReservationId)}`, 'DELETE', undefined, 'back');
    });
    expect(reported.map(({ fields, key }) => [fields, key?.replace(/ .*/, '')])).toEqual([
      [['reserved', 'available'], 'hold'],
      [['onHand', 'reserved'], 'take'],
      [['onHand', 'available'], 'back'],
    ]);
  });

  test('derives the owners of a stock level from its id', async () => {
    const { ownersOf } = embedded.sources.erp;
    expect(await ownersOf('StockLevel', ['776-60', 'x'], call())).toEqual(
      new Map([['776-60', { Product: '776', Location: '60' }]]),
    );
  });
});

describe('the accounting system', () => {
  const AMOUNTS = { Subtotal: '10', Tax: '1', Freight: '1', Total: '12', CurrencyCode: 'USD' };
  const issue = (key: string, more = {}) =>
    ask('accounting', '/Invoices', 'POST', { ContactID: '29485', ...AMOUNTS, ...more }, key);
  const pay = (InvoiceID: string, Amount: string, key?: string) =>
    ask('accounting', '/Payments', 'POST', { InvoiceID, Amount, CurrencyCode: 'USD', Method: 'BANK' }, key);
  const idIn = (answer: { body: { InvoiceID: unknown } }) => String(answer.body.InvoiceID);

  test('reports an invoice, a payment, and the invoice that it pays', async () => {
    let id = '';
    const issued = await changesBy('accounting', async () => {
      id = idIn(await issue('issue-1', { OrderID: '9000001' }));
    });
    const owners = { Customer: '29485', Order: '9000001' };
    const invoice = ['Invoice', id] as const;
    expect(issued).toEqual([change(invoice, 'CREATED', { owners, key: `issue-1 Invoice:${id}` })]);
    let payment = '';
    const paid = await changesBy('accounting', async () => {
      payment = String((await pay(id, '2', 'pay-1')).body.PaymentID);
    });
    expect(paid).toEqual([
      change(invoice, 'UPDATED', { owners, key: `pay-1 Invoice:${id}` }),
      change(['Payment', payment], 'CREATED', {
        owners: { Customer: '29485', Invoice: id },
        key: `pay-1 Payment:${payment}`,
      }),
    ]);
    expect(await embedded.sources.accounting.ownersOf('Payment', [payment, 'PAY-1', 'x'], call())).toEqual(
      new Map([[payment, { Customer: '29485', Invoice: id }]]),
    );
    expect(await embedded.sources.accounting.ownersOf('Invoice', [id], call())).toEqual(
      new Map([[id, owners]]),
    );
  });

  test('reports an invoice issued and voided between two polls as both, each with its own write', async () => {
    let id = '';
    const reported = await changesBy('accounting', async () => {
      id = idIn(await issue('issue-2'));
      await ask('accounting', `/Invoices/${id}/Void`, 'POST', undefined, 'void-2');
    });
    expect(reported.map(({ kind, key, owners }) => [kind, key, owners])).toEqual([
      ['CREATED', `issue-2 Invoice:${id}`, { Customer: '29485' }],
      ['UPDATED', `void-2 Invoice:${id}`, { Customer: '29485' }],
    ]);
  });

  test('reports more changes than fit on a page, each once', async () => {
    const ids: string[] = [];
    const reported = await changesBy('accounting', async () => {
      for (let number = 0; number < 130; number += 1) ids.push(idIn(await issue(`many-${number}`)));
    });
    expect(reported.map(({ id }) => id)).toEqual(ids);
    expect(new Set(reported.map(({ kind }) => kind))).toEqual(new Set(['CREATED']));
  });
});
