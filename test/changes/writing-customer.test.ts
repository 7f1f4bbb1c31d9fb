import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { NewChange, ReportedChange } from '../../datasources/changes.ts';
import { crm } from '../../datasources/crm/system.ts';
import { idOf } from '../../datasources/ids.ts';
import {
  call,
  changesSince,
  connectTo,
  feedOf,
  startEmbeddedSystems,
  type EmbeddedSystems,
} from '../support/embedded-systems.ts';
import { FaultServer, pass } from '../support/fault-server.ts';
import { scopeOf } from '../support/source.ts';

const opened = new AsyncDisposableStack();
const recorded: NewChange[] = [];
let embedded: EmbeddedSystems;
let faults: FaultServer;
let update: (id: string, change: { email?: string; phone?: string | null }, key: string) => Promise<unknown>;
let phoneOf: (id: string) => Promise<string | null | undefined>;
let reported: () => Promise<readonly ReportedChange[]>;

beforeAll(async () => {
  embedded = opened.use(await startEmbeddedSystems());
  faults = opened.use(await FaultServer.start());
  faults.behind = embedded.urls.crm;
  const wrote = async (changes: readonly NewChange[]) => void recorded.push(...changes);
  const connection = opened.adopt(connectTo(crm, faults.url, {}, { wrote }), (open) => open.close());
  const customers = () => connection.sourceFor(scopeOf()).customers;
  update = (id, change, key) => customers().update(idOf(id), change, key);
  phoneOf = async (id) => (await customers().byId.load(idOf(id)))?.phone;
});
afterAll(() => opened.disposeAsync());
beforeEach(async () => {
  const feed = feedOf(embedded.sources.crm);
  const before = await feed.newest(call());
  reported = async () => (await changesSince(feed, before)).changes;
  recorded.length = 0;
});

const fieldsOf = (changes: readonly ReportedChange[]) => changes.map(({ fields }) => fields);

test('all fields that an update writes are recorded, as others may have changed them meanwhile', async () => {
  await update('11003', { email: 'a@example.com' }, 'first');
  // Between the read of the customer and the change of it, somebody else sets another address.
  faults.next(pass, async (response, callSystem) => {
    await embedded.systems.ask('crm', '/customers/11003', 'PATCH', { email: 'b@example.com' });
    await pass(response, callSystem);
  });
  await update('11003', { email: 'a@example.com', phone: '2' }, 'second');
  expect(fieldsOf(recorded)).toEqual([['email'], ['email', 'phone']]);
  expect(fieldsOf(await reported())).toEqual([['email'], ['email'], ['email', 'phone']]);
});

test('an update that changes nothing is not recorded', async () => {
  const phone = (await phoneOf('11004')) ?? null;
  expect(await update('11004', { phone }, 'unchanged')).toMatchObject({ ok: true });
  expect([recorded, await reported()]).toEqual([[], []]);
});

test('a repeated update is not recorded: only the CRM knows whether the first one changed anything', async () => {
  const phone = (await phoneOf('11005')) ?? null;
  await update('11005', { phone }, 'repeated');
  expect(await update('11005', { phone }, 'repeated')).toMatchObject({ ok: true, replayed: true });
  expect([recorded, await reported()]).toEqual([[], []]);
});
