import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tagsOf } from '../../datasources/cache/tags.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import type { NewChange } from '../../datasources/changes.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { crm } from '../../datasources/crm/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import type { Outcome } from '../../datasources/errors.ts';
import { idOf } from '../../datasources/ids.ts';
import { money } from '../../datasources/money.ts';
import { FaultServer, lostAnswer } from '../support/fault-server.ts';
import type { SystemName } from '../support/product.ts';
import { scopeOf } from '../support/source.ts';
import { call, connectTo, feedOf, startTelling, toldFrom, type Telling } from '../support/telling.ts';

/** What is recorded of writes of our own, held against what the systems tell of the same writes afterwards. */
let telling: Telling;
const recorded: NewChange[] = [];
const recorder = {
  wrote: async (changes: readonly NewChange[]) => {
    // Whoever waits for the write waits for this.
    await new Promise((resolve) => setImmediate(resolve));
    recorded.push(...changes);
  },
};

function connections() {
  const { urls } = telling;
  const opened = {
    crm: connectTo(crm, urls.crm, {}, recorder),
    commerce: connectTo(commerce, urls.commerce, {}, recorder),
    erp: connectTo(erp, urls.erp, {}, recorder),
    accounting: connectTo(accounting, urls.accounting, {}, recorder),
  };
  const scope = scopeOf();
  return {
    opened,
    crm: opened.crm.sourceFor(scope),
    commerce: opened.commerce.sourceFor(scope),
    erp: opened.erp.sourceFor(scope),
    accounting: opened.accounting.sourceFor(scope),
  };
}
let sources: ReturnType<typeof connections>;

beforeAll(async () => {
  telling = await startTelling();
  sources = connections();
});
afterAll(async () => {
  for (const { close } of Object.values(sources.opened)) await close();
  await telling[Symbol.asyncDispose]();
});
beforeEach(() => {
  recorded.length = 0;
});

/** Writes, and gives what was recorded of it at that moment and what its system tells of it later. */
async function written<T>(system: SystemName, write: () => Promise<Outcome<T>>) {
  const feed = feedOf(telling.sources[system]);
  const before = await feed.newest(call());
  const outcome = await write();
  const own = [...recorded];
  return { outcome, own, told: (await toldFrom(feed, before)).changes };
}

/** What both have to say alike, so that the second is known to be the echo of the first. */
const gist = (changes: readonly Omit<NewChange, 'system'>[]) =>
  changes.map(({ entity, id, kind, key }) => ({ entity, id, kind, key })).sort(byKey);
const byKey = (one: { key: string | null }, other: { key: string | null }) =>
  String(one.key).localeCompare(String(other.key));

const ADDRESS = {
  line1: '1 Way',
  line2: null,
  city: 'Bothell',
  state: null,
  stateCode: null,
  countryCode: 'US',
  postalCode: null,
};
const ORDER = {
  customer: idOf<'Customer'>('29485'),
  territory: null,
  lines: [{ product: idOf<'Product'>('870'), quantity: 1 }],
  shippingAddress: ADDRESS,
  billingAddress: ADDRESS,
  reservation: null,
};
const AMOUNT = money('10', 'USD');
const INVOICE = {
  customer: idOf<'Customer'>('29485'),
  ...{ subtotal: AMOUNT, tax: AMOUNT, freight: AMOUNT, total: AMOUNT, issuedOn: null },
};
let orders = 9_100_000;
const issue = (key: string) => {
  orders += 1;
  return sources.accounting.invoices.issue({ ...INVOICE, order: idOf(String(orders)) }, key);
};
const valueOf = async <T>(write: Promise<Outcome<T>>): Promise<T> => {
  const outcome = await write;
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
};
const stock = (quantity: number, location = '60') => ({
  product: idOf<'Product'>('778'),
  location: idOf<'Location'>(location),
  quantity,
  reason: 'count',
});
const move = (quantity: number, to: string) => ({
  product: idOf<'Product'>('778'),
  from: idOf<'Location'>('60'),
  to: idOf<'Location'>(to),
  quantity,
});
const HOLD = {
  reference: 'test',
  expiresInSeconds: 900,
  lines: [{ product: idOf<'Product'>('779'), quantity: 1, name: 'a bicycle' }],
};

describe('what a write certainly made is recorded before it ends, as its system tells it', () => {
  const WRITES: readonly [string, SystemName, (key: string) => Promise<Outcome<unknown>>][] = [
    [
      'a new customer',
      'crm',
      (key) => sources.crm.customers.create('PERSON', { firstName: 'Ann', lastName: 'Lee' }, key),
    ],
    [
      'another phone number',
      'crm',
      (key) => sources.crm.customers.update(idOf('29485'), { phone: `555-${key}` }, key),
    ],
    ['an order', 'commerce', (key) => sources.commerce.orders.place(ORDER, key)],
    [
      'its end',
      'commerce',
      async (key) => {
        const { id } = await valueOf(sources.commerce.orders.place(ORDER, `${key}:place`));
        return sources.commerce.orders.cancel(id, 'no', key);
      },
    ],
    ['a correction of stock', 'erp', (key) => sources.erp.stock.adjust(stock(1), key)],
    ['goods that are held', 'erp', (key) => sources.erp.reservations.hold(HOLD, key)],
    [
      'and taken',
      'erp',
      async (key) => {
        const { id } = await valueOf(sources.erp.reservations.hold(HOLD, `${key}:hold`));
        return sources.erp.reservations.confirm(id, key);
      },
    ],
    ['an invoice', 'accounting', issue],
    [
      'its end',
      'accounting',
      async (key) => sources.accounting.invoices.void((await valueOf(issue(`${key}:issue`))).id, key),
    ],
    [
      'a payment',
      'accounting',
      async (key) => {
        const { id: invoice } = await valueOf(issue(`${key}:issue`));
        const payment = { invoice, amount: money('4', 'USD'), method: 'BANK', receivedOn: null } as const;
        return sources.accounting.payments.record({ ...payment, reference: null }, key);
      },
    ],
  ];

  test.each(WRITES)('%s (%s)', async (name, system, write) => {
    const { outcome, own, told } = await written(system, () => write(`key-${name.replaceAll(' ', '-')}`));
    expect(outcome).toMatchObject({ ok: true });
    expect(own.length).toBeGreaterThan(0);
    expect(gist(own)).toEqual(gist(told));
    expect(new Set(own.map((change) => change.system))).toEqual(new Set([system]));
    for (const change of told) {
      // Whoever is told of the record alone drops what the system's own telling would drop.
      const record = own.find(({ key }) => key === change.key);
      const tags = record ? tagsOf(record) : [];
      const wide = `${change.entity}/*`;
      expect(tagsOf(change).filter((tag) => !tags.includes(tag) && !tags.includes(wide))).toEqual([]);
    }
    for (const { occurredAt } of own) expect(Number.isNaN(Date.parse(occurredAt))).toBe(false);
  });
});

test('owners and fields are recorded as far as they are known', async () => {
  const name = await written('crm', () =>
    sources.crm.customers.update(idOf('11003'), { lastName: 'Moss', email: null }, 'fields'),
  );
  expect(name.own.map(({ fields }) => fields)).toEqual([['name', 'lastName', 'email']]);
  expect(name.told.map(({ fields }) => fields)).toEqual([['name', 'lastName', 'email']]);
  const { id: invoice } = await valueOf(issue('owners:issue'));
  expect(recorded.at(-1)).toMatchObject({ owners: { Customer: '29485', Order: String(orders) } });
  recorded.length = 0;
  const paid = await written('accounting', () =>
    sources.accounting.payments.record(
      { invoice, amount: AMOUNT, method: 'BANK', receivedOn: null, reference: null },
      'owners',
    ),
  );
  expect(paid.own).toMatchObject([
    { entity: 'Invoice', owners: { Customer: '29485' }, ownersUnknown: true, fields: [] },
    { entity: 'Payment', owners: { Customer: '29485', Invoice: invoice }, ownersUnknown: false },
  ]);
});

test('of what was given, only what differs is recorded to have changed, as the system tells it', async () => {
  const { customers } = sources.crm;
  const first = { firstName: 'Ann', lastName: 'Lee', email: 'ann.lee@example.com', phone: '1' };
  const { id } = await valueOf(customers.create('PERSON', first, 'differs:create'));
  recorded.length = 0;
  const input = { ...first, phone: '2', addresses: [] };
  const { own, told } = await written('crm', () => customers.update(id, input, 'differs'));
  expect(own.map(({ fields }) => fields)).toEqual([['phone']]);
  expect(told.map(({ fields }) => fields)).toEqual([['phone']]);
  recorded.length = 0;
  // Nobody knows whether the first time was recorded; where it was, the log knows the key.
  const again = await written('crm', () => customers.update(id, input, 'differs'));
  expect([again.own.map(({ key }) => key), again.told]).toEqual([own.map(({ key }) => key), []]);
});

describe('nothing is recorded', () => {
  test('of a write that changes nothing', async () => {
    const { own, told, outcome } = await written('crm', async () => {
      const customer = await sources.crm.customers.byId.load(idOf('11004'));
      return sources.crm.customers.update(idOf('11004'), { phone: customer?.phone ?? null }, 'unchanged');
    });
    expect(outcome).toMatchObject({ ok: true });
    expect({ own, told }).toEqual({ own: [], told: [] });
  });

  test('of a write that is refused', async () => {
    const { outcome, own } = await written('accounting', () =>
      sources.accounting.invoices.void(idOf('INV-1'), 'refused'),
    );
    expect(outcome).toMatchObject({ ok: false });
    expect(own).toEqual([]);
  });

  test('of stock that may not have been there before: that is for the ERP to say', async () => {
    const { own, told } = await written('erp', () => sources.erp.stock.transfer(move(1, '5'), 'new-level'));
    expect(gist(own)).toEqual([
      { entity: 'StockLevel', id: '778-60', kind: 'UPDATED', key: 'new-level StockLevel:778-60' },
    ]);
    expect(gist(told)).toEqual([
      { entity: 'StockLevel', id: '778-5', kind: 'CREATED', key: 'new-level StockLevel:778-5' },
      ...gist(own),
    ]);
    recorded.length = 0;
    const again = await written('erp', () => sources.erp.stock.transfer(move(1, '5'), 'old-level'));
    expect(gist(again.own)).toEqual(gist(again.told));
    expect(again.own).toHaveLength(2);
  });

  test('of goods that are let go, as nobody knows whether they were held still', async () => {
    const { id } = await valueOf(sources.erp.reservations.hold(HOLD, 'let-go:hold'));
    recorded.length = 0;
    await sources.erp.reservations.letGo(id, 'let-go');
    expect(recorded).toEqual([]);
  });

  test('of a write whose answer is lost each time, and what the system tells of it names the write', async () => {
    await using faults = await FaultServer.start();
    faults.behind = telling.urls.commerce;
    faults.always(lostAnswer);
    const connection = connectTo(commerce, faults.url, {}, recorder);
    const feed = feedOf(telling.sources.commerce);
    const before = await feed.newest(call());
    await expect(connection.sourceFor(scopeOf()).orders.place(ORDER, 'lost')).rejects.toThrow();
    expect(recorded).toEqual([]);
    const { changes } = await toldFrom(feed, before);
    expect(changes.map(({ key, id }) => [key, id])).toEqual([
      [`lost Order:${changes[0]?.id ?? ''}`, changes[0]?.id],
    ]);
    await connection.close();
  });
});

test('a write that is repeated under its key is recorded under the same, and made once', async () => {
  const { own, told } = await written('commerce', async () => {
    await sources.commerce.orders.place(ORDER, 'twice');
    return sources.commerce.orders.place(ORDER, 'twice');
  });
  expect(told).toHaveLength(1);
  expect(gist(own)).toEqual([...gist(told), ...gist(told)]);
});
