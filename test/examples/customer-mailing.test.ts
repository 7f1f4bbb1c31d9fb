import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf, LIST, startMailing, type Member } from '../../examples/customer-mailing/mailing.ts';
import { startProduct, type Product } from '../support/product.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { ExampleProcess, temporaryFolder } from './support.ts';

const KEY = 'mailing-key-of-the-test';
const EXAMPLE = 'customer-mailing';
const GOES_ON = 'Goes on after';
/** Of 19,820 customers, 635 share the address of their store. */
const ADDRESSES = 19_185;

const opened = new AsyncDisposableStack();
const env: Record<string, string> = {};
let product: Product;
let process: ExampleProcess;

beforeAll(async () => {
  const folder = opened.use(temporaryFolder());
  product = opened.use(await startProduct({ CHANGES_POLL_MS: '200', CACHE: 'on' }));
  const mailing = opened.use(await startMailing(0, KEY, join(folder.path, 'mailing.sqlite')));
  Object.assign(env, {
    GRAPH_URL: `${product.url}/graphql`,
    MAILING_URL: mailing.url,
    MAILING_KEY: KEY,
    MAILING_DATA_DIR: folder.path,
  });
  process = new ExampleProcess(EXAMPLE, env);
  opened.defer(() => process[Symbol.asyncDispose]());
  await process.printed('Has taken over');
}, 240_000);
afterAll(() => opened.disposeAsync());

async function asked(path: string, method = 'GET', body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const answer = await fetch(`${env['MAILING_URL']}${LIST}${path}`, {
    method,
    headers,
    body: body ? JSON.stringify(body) : null,
  });
  return answer.status === 404 ? null : answer.json();
}

async function statusOf(email: string): Promise<Member['status'] | null> {
  return ((await asked(`/members/${hashOf(email)}`)) as Member | null)?.status ?? null;
}

async function become(email: string, status: Member['status'] | null): Promise<void> {
  await until(async () => expect(await statusOf(email)).toBe(status));
}

/** A new person with this address; gives the global id. */
async function create(email: string): Promise<string> {
  const { data } = await product.query(
    'mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } userErrors { message } } }',
    { input: { kind: 'PERSON', firstName: 'Jörg', lastName: 'Müller', email } },
  );
  expect(data.customerCreate.userErrors).toEqual([]);
  return data.customerCreate.customer.id as string;
}

async function update(id: string, input: object): Promise<void> {
  const { data } = await product.query(
    'mutation ($id: ID!, $input: CustomerUpdateInput!) { customerUpdate(id: $id, input: $input) { userErrors { message } } }',
    { id, input },
  );
  expect(data.customerUpdate.userErrors).toEqual([]);
}

test('at first, everybody is brought over, each address once', async () => {
  const { stats } = (await asked('')) as { stats: object };
  expect(stats).toEqual({ member_count: ADDRESSES, unsubscribe_count: 0, archived_count: 0 });
});

test('who is new is added', async () => {
  await create('Joerg.New@example.com');
  await become('joerg.new@example.com', 'subscribed');
  expect(await asked(`/members/${hashOf('joerg.new@example.com')}`)).toMatchObject({
    merge_fields: { NAME: 'Jörg Müller' },
  });
});

test('who has another address, by the CRM itself, is found there, and the old entry is archived', async () => {
  const id = await create('before@example.com');
  await become('before@example.com', 'subscribed');
  const answer = await fetch(`${product.systems.crm}/crm/v3/customers/${id.replace('customer:', '')}`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer local-crm-token', 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'after@example.com' }),
  });
  expect(answer.status).toBe(200);
  await become('after@example.com', 'subscribed');
  await become('before@example.com', 'archived');
});

test('who has unsubscribed stays so, whatever changes, at another address as well', async () => {
  const id = await create('no-mail@example.com');
  await become('no-mail@example.com', 'subscribed');
  await asked(`/members/${hashOf('no-mail@example.com')}`, 'PATCH', { status: 'unsubscribed' });
  await update(id, { lastName: 'Meier' });
  await until(async () => {
    const member = await asked(`/members/${hashOf('no-mail@example.com')}`);
    expect(member).toMatchObject({ status: 'unsubscribed', merge_fields: { NAME: 'Jörg Meier' } });
  });
  await update(id, { email: 'no-mail-either@example.com' });
  await become('no-mail@example.com', 'archived');
  expect(await statusOf('no-mail-either@example.com')).toBe('unsubscribed');
});

test('who has no address any more is archived, and counted as skipped', async () => {
  const id = await create('gone@example.com');
  await become('gone@example.com', 'subscribed');
  await update(id, { email: null });
  await become('gone@example.com', 'archived');
  await process.printed('1 skipped without an e-mail address');
});

test('an address that a store shares with somebody stays while one of them has it', async () => {
  const { data } = await product.query('{ customer(id: "customer:1") { email } }');
  const email = data.customer.email as string;
  const sharing = await product.query(
    'query ($email: EmailAddress!) { customers(filter: { email: $email }) { nodes { id } } }',
    { email },
  );
  const [one, other, ...more] = sharing.data.customers.nodes as readonly { readonly id: string }[];
  if (!one || !other || more.length > 0) throw new Error('The sample data is another.');
  await update(one.id, { email: 'one@example.com' });
  await become('one@example.com', 'subscribed');
  expect(await statusOf(email)).toBe('subscribed');
  await update(other.id, { email: 'other@example.com' });
  await become(email, 'archived');
});

test('killed, it goes on after what it has handled', async () => {
  const id = await create('killed@example.com');
  await become('killed@example.com', 'subscribed');
  await process.kill();
  await update(id, { email: 'restarted@example.com' });
  await create('meanwhile@example.com');
  process = new ExampleProcess(EXAMPLE, env);
  await become('meanwhile@example.com', 'subscribed');
  await become('restarted@example.com', 'subscribed');
  await become('killed@example.com', 'archived');
  expect(await process.printed(GOES_ON)).not.toContain('Has taken over');
});

test('killed before it knew that an entry was made, it archives that entry when the address is another by then', async () => {
  // Ended in order, it leaves nothing to be done again, which would wait for its answers as well.
  process.child.kill('SIGTERM');
  expect(await process.ended).toMatchObject({ code: 0 });
  await using way = await TcpProxy.start(Number(new URL(env['MAILING_URL'] ?? '').port));
  process = new ExampleProcess(EXAMPLE, { ...env, MAILING_URL: `http://127.0.0.1:${way.port}` });
  await process.printed(GOES_ON);
  way.delayMs = 60_000;
  const id = await create('unanswered@example.com');
  await become('unanswered@example.com', 'subscribed');
  await process.kill();
  await update(id, { email: 'answered@example.com' });
  process = new ExampleProcess(EXAMPLE, env);
  await become('answered@example.com', 'subscribed');
  await become('unanswered@example.com', 'archived');
});
