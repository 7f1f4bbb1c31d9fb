import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf, LIST, startMailing, type Member } from '../../examples/customer-mailing/mailing.ts';
import { startProduct, type Product } from '../support/product.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { ExampleProcess, temporaryFolder } from './support.ts';

const KEY = 'mailing-key-of-the-test';
const EXAMPLE = 'customer-mailing';
const RESUMES = 'Goes on after';
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

async function callMailing(path: string, method = 'GET', body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const answer = await fetch(`${env['MAILING_URL']}${LIST}${path}`, {
    method,
    headers,
    body: body ? JSON.stringify(body) : null,
  });
  return answer.status === 404 ? null : answer.json();
}

async function statusOf(email: string): Promise<Member['status'] | null> {
  return ((await callMailing(`/members/${hashOf(email)}`)) as Member | null)?.status ?? null;
}

async function untilStatus(email: string, status: Member['status'] | null): Promise<void> {
  await until(async () => expect(await statusOf(email)).toBe(status));
}

/** Creates a person with this e-mail address and gives the global id. */
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

test('the first run copies all customers, each address once', async () => {
  const { stats } = (await callMailing('')) as { stats: object };
  expect(stats).toEqual({ member_count: ADDRESSES, unsubscribe_count: 0, archived_count: 0 });
});

test('a new customer is added', async () => {
  await create('Joerg.New@example.com');
  await untilStatus('joerg.new@example.com', 'subscribed');
  expect(await callMailing(`/members/${hashOf('joerg.new@example.com')}`)).toMatchObject({
    merge_fields: { NAME: 'Jörg Müller' },
  });
});

test('when an address changes in the CRM itself, the new one is subscribed and the old one archived', async () => {
  const id = await create('before@example.com');
  await untilStatus('before@example.com', 'subscribed');
  const answer = await fetch(`${product.systems.crm}/crm/v3/customers/${id.replace('customer:', '')}`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer local-crm-token', 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'after@example.com' }),
  });
  expect(answer.status).toBe(200);
  await untilStatus('after@example.com', 'subscribed');
  await untilStatus('before@example.com', 'archived');
});

test('a customer who unsubscribed stays unsubscribed, whatever changes, even at another address', async () => {
  const id = await create('no-mail@example.com');
  await untilStatus('no-mail@example.com', 'subscribed');
  await callMailing(`/members/${hashOf('no-mail@example.com')}`, 'PATCH', { status: 'unsubscribed' });
  await update(id, { lastName: 'Meier' });
  await until(async () => {
    const member = await callMailing(`/members/${hashOf('no-mail@example.com')}`);
    expect(member).toMatchObject({ status: 'unsubscribed', merge_fields: { NAME: 'Jörg Meier' } });
  });
  await update(id, { email: 'no-mail-either@example.com' });
  await untilStatus('no-mail@example.com', 'archived');
  expect(await statusOf('no-mail-either@example.com')).toBe('unsubscribed');
});

test('a customer whose address is removed is archived, and counted as skipped', async () => {
  const id = await create('gone@example.com');
  await untilStatus('gone@example.com', 'subscribed');
  await update(id, { email: null });
  await untilStatus('gone@example.com', 'archived');
  await process.printed('1 skipped without an e-mail address');
});

test('an address that two customers share stays subscribed until neither has it', async () => {
  const { data } = await product.query('{ customer(id: "customer:1") { email } }');
  const email = data.customer.email as string;
  const sharing = await product.query(
    'query ($email: EmailAddress!) { customers(filter: { email: $email }) { nodes { id } } }',
    { email },
  );
  const [one, other, ...more] = sharing.data.customers.nodes as readonly { readonly id: string }[];
  if (!one || !other || more.length > 0) throw new Error('The sample data is another.');
  await update(one.id, { email: 'one@example.com' });
  await untilStatus('one@example.com', 'subscribed');
  expect(await statusOf(email)).toBe('subscribed');
  await update(other.id, { email: 'other@example.com' });
  await untilStatus(email, 'archived');
});

test('after a kill, the example resumes after the changes it has handled', async () => {
  const id = await create('killed@example.com');
  await untilStatus('killed@example.com', 'subscribed');
  await process.kill();
  await update(id, { email: 'restarted@example.com' });
  await create('meanwhile@example.com');
  process = new ExampleProcess(EXAMPLE, env);
  await untilStatus('meanwhile@example.com', 'subscribed');
  await untilStatus('restarted@example.com', 'subscribed');
  await untilStatus('killed@example.com', 'archived');
  expect(await process.printed(RESUMES)).not.toContain('Has taken over');
});

test('an entry whose creation was unconfirmed at a kill is archived if the address has changed since', async () => {
  // An orderly shutdown leaves nothing to redo, which would have to wait for the delayed answers too.
  process.child.kill('SIGTERM');
  expect(await process.ended).toMatchObject({ code: 0 });
  await using proxy = await TcpProxy.start(Number(new URL(env['MAILING_URL'] ?? '').port));
  process = new ExampleProcess(EXAMPLE, { ...env, MAILING_URL: `http://127.0.0.1:${proxy.port}` });
  await process.printed(RESUMES);
  proxy.delayMs = 60_000;
  const id = await create('unanswered@example.com');
  await untilStatus('unanswered@example.com', 'subscribed');
  await process.kill();
  await update(id, { email: 'answered@example.com' });
  process = new ExampleProcess(EXAMPLE, env);
  await untilStatus('answered@example.com', 'subscribed');
  await untilStatus('unanswered@example.com', 'archived');
});
