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
import { answering, FaultServer, lostAnswer, pass } from '../support/fault-server.ts';
import type { SystemName } from '../support/product.ts';
import { scopeOf } from '../support/source.ts';
import {
  call,
  connectTo,
  feedOf,
  startEmbeddedSystems,
  changesSince,
  type EmbeddedSystems,
} from '../support/embedded-systems.ts';

/** The embedded systems; the tests compare what is recorded of our own writes with what these systems report of them afterwards. */
let embedded: EmbeddedSystems;
const recorded: NewChange[] = [];
const recorder = {
  wrote: async (changes: readonly NewChange[]) => {
    // A caller that waits for the write waits for this as well.
    await new Promise((resolve) => setImmediate(resolve));
    recorded.push(...changes);
  },
};

function connections() {
  const { urls } = embedded;
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
  embedded = await startEmbeddedSystems();
  sources = connections();
});
afterAll(async () => {
  for (const { close } of Object.values(sources.opened)) await close();
  await embedded[Symbol.asyncDispose]();
});
beforeEach(() => {
  recorded.length = 0;
});

/** Writes, and returns what was recorded of it by then and what its system reports of it later. */
async function written<T>(system: SystemName, write: () => Promise<Outcome<T>>) {
  const feed = feedOf(embedded.sources[system]);
  const before = await feed.newest(call());
  const outcome = await write();
  const own = [...recorded];
  return { outcome, own, reported: (await changesSince(feed, before)).changes };
}

/** What must be the same in both, so that the second is recognized as the echo of the first. */
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

describe('before a write returns, what it certainly changed is recorded as its system reports it', () => {
  const WRITES: readonly [string, SystemName, (key: string) => Promise<Outcome<unknown>>][] = [
    [
      'a new customer',
      'crm',
      (key) => sources.crm.customers.create('PERSON', { firstName: 'Ann', lastName: 'Lee' }, key),
    ],
    [
      'a changed phone number',
      'crm',
      (key) => sources.crm.customers.update(idOf('29485'), { phone: `555-${key}` }, key),
    ],
    ['an order', 'commerce', (key) => sources.commerce.orders.place(ORDER, key)],
    [
      'a cancelled order',
      'commerce',
      async (key) => {
        const { id } = await valueOf(sources.commerce.orders.place(ORDER, `${key}:place`));
        return sources.commerce.orders.cancel(id, 'no', key);
      },
    ],
    ['a stock adjustment', 'erp', (key) => sources.erp.stock.adjust(stock(1), key)],
    ['goods held', 'erp', (key) => sources.erp.reservations.hold(HOLD, key)],
    [
      'held goods taken',
      'erp',
      async (key) => {
        const { id } = await valueOf(sources.erp.reservations.hold(HOLD, `${key}:hold`));
        return sources.erp.reservations.confirm(id, key);
      },
    ],
    ['an invoice', 'accounting', issue],
    [
      'a voided invoice',
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
    const { outcome, own, reported } = await written(system, () => write(`key-${name.replaceAll(' ', '-')}`));
    expect(outcome).toMatchObject({ ok: true });
    expect(own.length).toBeGreaterThan(0);
    expect(gist(own)).toEqual(gist(reported));
    expect(new Set(own.map((change) => change.system))).toEqual(new Set([system]));
    for (const change of reported) {
      // Our record alone evicts everything that the system's own report would evict.
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
  expect(name.reported.map(({ fields }) => fields)).toEqual([['name', 'lastName', 'email']]);
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
    {
      entity: 'Invoice',
      owners: { Customer: '29485', Order: String(orders) },
      ownersUnknown: false,
      fields: [],
    },
    { entity: 'Payment', owners: { Customer: '29485', Invoice: invoice }, ownersUnknown: false },
  ]);
});

test('the owners of a paid invoice that cannot be read are recorded as unknown', async () => {
  const { id: invoice } = await valueOf(issue('unread:issue'));
  recorded.length = 0;
  await using faults = await FaultServer.start();
  faults.behind = embedded.urls.accounting;
  // The token, the payment, and then the invoice.
  faults.next(pass, pass);
  faults.always(answering(404, '{}'));
  const connection = connectTo(accounting, faults.url, {}, recorder);
  const payment = { invoice, amount: AMOUNT, method: 'BANK', receivedOn: null, reference: null } as const;
  const outcome = await connection.sourceFor(scopeOf()).payments.record(payment, 'unread');
  await connection.close();
  expect(outcome).toMatchObject({ ok: true });
  expect(recorded).toMatchObject([
    { entity: 'Invoice', owners: { Customer: '29485' }, ownersUnknown: true },
    { entity: 'Payment', owners: { Customer: '29485', Invoice: invoice }, ownersUnknown: false },
  ]);
});

describe('nothing is recorded', () => {
  test('for a write that is refused', async () => {
    const { outcome, own } = await written('accounting', () =>
      sources.accounting.invoices.void(idOf('INV-1'), 'refused'),
    );
    expect(outcome).toMatchObject({ ok: false });
    expect(own).toEqual([]);
  });

  test('for stock that may be new at its location: only the ERP can tell', async () => {
    const { own, reported } = await written('erp', () =>
      sources.erp.stock.transfer(move(1, '5'), 'new-level'),
    );
    expect(gist(own)).toEqual([
      { entity: 'StockLevel', id: '778-60', kind: 'UPDATED', key: 'new-level StockLevel:778-60' },
    ]);
    expect(gist(reported)).toEqual([
      { entity: 'StockLevel', id: '778-5', kind: 'CREATED', key: 'new-level StockLevel:778-5' },
      ...gist(own),
    ]);
    recorded.length = 0;
    const again = await written('erp', () => sources.erp.stock.transfer(move(1, '5'), 'old-level'));
    expect(gist(again.own)).toEqual(gist(again.reported));
    expect(again.own).toHaveLength(2);
  });

  test('for goods that are released, since it is unknown whether they were still held', async () => {
    const { id } = await valueOf(sources.erp.reservations.hold(HOLD, 'let-go:hold'));
    recorded.length = 0;
    await sources.erp.reservations.letGo(id, 'let-go');
    expect(recorded).toEqual([]);
  });

  test('for a write whose answer is always lost, and the system’s report of it names the write', async () => {
    await using faults = await FaultServer.start();
    faults.behind = embedded.urls.commerce;
    faults.always(lostAnswer);
    const connection = connectTo(commerce, faults.url, {}, recorder);
    const feed = feedOf(embedded.sources.commerce);
    const before = await feed.newest(call());
    await expect(connection.sourceFor(scopeOf()).orders.place(ORDER, 'lost')).rejects.toThrow();
    expect(recorded).toEqual([]);
    const { changes } = await changesSince(feed, before);
    expect(changes.map(({ key, id }) => [key, id])).toEqual([
      [`lost Order:${changes[0]?.id ?? ''}`, changes[0]?.id],
    ]);
    await connection.close();
  });
});

test('a write repeated under its key is recorded under the same key, and made once', async () => {
  const { own, reported } = await written('commerce', async () => {
    await sources.commerce.orders.place(ORDER, 'twice');
    return sources.commerce.orders.place(ORDER, 'twice');
  });
  expect(reported).toHaveLength(1);
  expect(gist(own)).toEqual([...gist(reported), ...gist(reported)]);
});
