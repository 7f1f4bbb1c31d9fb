import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Replica as FollowingReplica } from '../support/changes/replica.ts';
import { changeOf, record } from '../support/changes.ts';
import { answering, FaultServer, heldBack, lostAnswer, type Fault } from '../support/fault-server.ts';
import { orderOf, PLACE_BRIEFLY } from '../support/ordering.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';
import { openRaw, type RawStream } from '../support/raw-streams.ts';
import { RedisServer } from '../support/redis.ts';
import { withClient } from '../support/redis-tier.ts';
import { STREAMS } from '../support/streams.ts';
import { Systems } from '../support/systems.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import type { Operation } from '../support/transports.ts';

let crm: FaultServer;
let erp: FaultServer;
let product: Product;
let systems: Systems;
beforeAll(async () => {
  crm = await FaultServer.start();
  erp = await FaultServer.start();
  const inFrontOf = {
    crm: (url: string) => ((crm.behind = url), crm.url),
    erp: (url: string) => ((erp.behind = url), erp.url),
  };
  product = await startProduct({ CACHE: 'on' }, { inFrontOf });
  // The only changes are those that these tests record.
  await product.changes.intake.close();
  crm.forget();
  erp.forget();
  systems = new Systems(product);
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
  await erp[Symbol.asyncDispose]();
});
afterEach(async () => {
  crm.forget();
  erp.forget();
  await expect.poll(() => product.streams.size).toBe(0);
  expect(product.streams.groupCount).toBe(0);
});

const EMAIL = 'query ($id: ID!) @live(throttle: 0) { customer(id: $id) { email } }';
const operationFor = (id: string): Operation => ({ query: EMAIL, variables: { id: `customer:${id}` } });
const live = (operation: Operation, { url }: Replica = product) => openRaw('websocket', url, operation);
const emails = ({ results }: RawStream) => results.map(({ data }) => data.customer.email as string);

/** The real system's answer, fresh for a second. */
const shortLived: Fault = async (response, asked) => {
  const { status, type, body } = await asked();
  response.writeHead(status, { 'content-type': type, 'cache-control': 'max-age=1' }).end(body);
};

let count = 0;
const newEmail = () => `live${(count += 1)}@example.com`;

/** Changes a customer directly in the CRM; the gateway learns of it only from `record`. */
async function change(id: string, email = newEmail()): Promise<string> {
  const { status } = await systems.ask('crm', `/customers/${id}`, 'PATCH', { email });
  expect(status).toBe(200);
  return email;
}

async function changeAndRecord(id: string, to: Replica = product): Promise<string> {
  const email = await change(id);
  await record(to, changeOf('Customer', id));
  return email;
}

describe.each(STREAMS)('over %s, a live query', (by) => {
  test('is answered at once, and again only if a change to what it read makes a difference', async () => {
    using stream = await openRaw(by, product.url, operationFor('29485'));
    await stream.have(1);
    // Neither of these causes an answer: one affects other objects, the other makes no difference.
    await record(product, changeOf('Customer', '29486'), changeOf('Order', '43697'));
    await record(product, changeOf('Customer', '29485'));
    const first = await changeAndRecord('29485');
    await stream.have(2);
    const second = await changeAndRecord('29485');
    await stream.have(3);
    expect(emails(stream).slice(1)).toEqual([first, second]);
  });

  test('notices what is added to its lists, including empty lists and counts', async () => {
    const email = newEmail();
    const query = `query ($email: EmailAddress!) @live(throttle: 0) {
      customers(filter: { email: $email }) { totalCount nodes { name } } }`;
    using stream = await openRaw(by, product.url, { query, variables: { email } });
    expect((await stream.have(1))[0]?.data.customers).toEqual({ totalCount: 0, nodes: [] });
    const person = { kind: 'person', firstName: 'Ada', lastName: 'King', email };
    const { body } = await systems.ask('crm', '/customers', 'POST', person);
    await record(product, changeOf('Customer', String(body.id), { kind: 'CREATED' }));
    expect((await stream.have(2))[1]?.data.customers).toEqual({
      totalCount: 1,
      nodes: [{ name: 'Ada King' }],
    });
  });
});

test('a live query may use fragments, several fields and several systems', async () => {
  const query = `query Q($id: ID!) @live(throttle: 0) { customer(id: $id) { ...C orders(first: 1) { totalCount } } }
    fragment C on Customer { email }`;
  using stream = await live({ query, operationName: 'Q', variables: { id: 'customer:29485' } });
  const [first] = await stream.have(1);
  const email = await changeAndRecord('29485');
  expect((await stream.have(2))[1]?.data).toEqual({ customer: { ...first?.data.customer, email } });
});

test('a live query reads again what is evicted by hand, though no change is announced', async () => {
  using stream = await live(operationFor('29485'));
  using changes = await live({ query: 'subscription { changes { entity } }' });
  await stream.have(1);
  const email = await change('29485');
  const { errors } = await product.query(
    'mutation { cacheEvict(input: { id: "customer:29485" }) { entries } }',
  );
  expect(errors).toBeUndefined();
  await stream.have(2);
  expect(emails(stream)[1]).toBe(email);
  await record(product, changeOf('Customer', '1'));
  await changes.have(1);
  expect(changes.results.map(({ data }) => data.changes.entity)).toEqual(['Customer']);
});

test('a live query sees the mutation of another client once it is in the log', async () => {
  using stream = await live(operationFor('29485'));
  await stream.have(1);
  const email = newEmail();
  const { errors } = await product.query(
    'mutation ($input: CustomerUpdateInput!) { customerUpdate(id: "customer:29485", input: $input) { userErrors { message } } }',
    { input: { email } },
  );
  expect(errors).toBeUndefined();
  await stream.have(2);
  expect(emails(stream)[1]).toBe(email);
});

describe('throttle', () => {
  test('answers no client twice within it, but new ones at once, with the current state', async () => {
    const hour = { ...operationFor('29485'), query: EMAIL.replace('0', '3600000') };
    using first = await live(hour);
    const [before] = await first.have(1).then(() => emails(first));
    const email = await changeAndRecord('29485');
    await expect.poll(() => product.changes.hub.position).toBe(await product.changes.log.newest());
    using second = await live(hour);
    await second.have(1);
    expect(emails(second)).toEqual([email]);
    expect(emails(first)).toEqual([before]);
    expect(product.streams.groupCount).toBe(1);
  });

  test('skips the states in between', async () => {
    using stream = await live({ ...operationFor('29485'), query: EMAIL.replace('0', '200') });
    await stream.have(1);
    let last = '';
    for (let round = 0; round < 30; round++) last = await changeAndRecord('29485');
    await expect.poll(() => emails(stream).at(-1)).toBe(last);
    console.log(`${stream.results.length - 1} answers to 30 changes, 200 ms apart`);
    expect(stream.results.length).toBeLessThanOrEqual(30);
  });
});

describe('a change that happens while a live query runs', () => {
  test('is in the next answer', async () => {
    using stream = await live(operationFor('29490'));
    await stream.have(1);
    const { fault, release } = heldBack();
    crm.next(fault);
    await record(product, changeOf('Customer', '29490'));
    await crm.seen(2);
    // It has sent its request, but received no response yet.
    const email = await changeAndRecord('29490');
    await expect.poll(() => product.changes.hub.position).toBe(await product.changes.log.newest());
    release();
    await expect.poll(() => emails(stream).at(-1)).toBe(email);
  });

  test('is in the first answer to a client that asks after it', async () => {
    using stream = await live(operationFor('29491'));
    await stream.have(1);
    const { fault, release } = heldBack();
    crm.next(fault);
    await record(product, changeOf('Customer', '29491'));
    await crm.seen(2);
    const email = await changeAndRecord('29491');
    await expect.poll(() => product.changes.hub.position).toBe(await product.changes.log.newest());
    using late = await live(operationFor('29491'));
    await expect.poll(() => product.streams.size).toBe(2);
    release();
    await late.have(1);
    expect(emails(late)).toEqual([email]);
  });
});

test('an answer with errors is retried, though nothing has changed', async () => {
  crm.always(answering(500, '{}'));
  using stream = await live(operationFor('29492'));
  const [first] = await stream.have(1);
  expect(first).toMatchObject({ data: { customer: null }, errors: [{ path: ['customer'] }] });
  // The same error does not count as a new answer.
  await record(product, changeOf('Customer', '29492'));
  crm.forget();
  const [, second] = await stream.have(2);
  expect(second).toEqual({ data: { customer: { email: expect.any(String) as string } } });
});

describe('a change that only its system will report', () => {
  const AVAILABLE = 'query ($id: ID!) @live(throttle: 0) { product(id: $id) { available } }';
  const CANCEL = 'mutation ($id: ID!) { orderCancel(id: $id) { userErrors { message } } }';
  const stockOf = (item: number) => live({ query: AVAILABLE, variables: { id: `product:${item}` } });
  const available = ({ results }: RawStream) => results.map(({ data }) => data.product.available as number);

  /** Places an order of five pieces. */
  async function placeOrder(item: number): Promise<{ readonly id: string }> {
    const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(14500, item, 5) });
    return data.orderPlace.order as { readonly id: string };
  }

  async function cancel(order: { readonly id: string }): Promise<void> {
    const { data } = await product.query(CANCEL, order);
    expect(data.orderCancel.userErrors).toEqual([]);
  }

  test('is in the answer to a client that asks after it', async () => {
    const order = await placeOrder(921);
    using first = await stockOf(921);
    await first.have(1);
    const [before = 0] = available(first);
    await cancel(order);
    using second = await stockOf(921);
    await second.have(1);
    expect(available(second)).toEqual([before + 5]);
    // The client that was there before receives it as well, now that it is known.
    await first.have(2);
    expect(available(first)).toEqual([before, before + 5]);
  });

  test('is in the answer to a client that asks after it while the query runs', async () => {
    using first = await stockOf(922);
    await first.have(1);
    const [before = 0] = available(first);
    const { fault, release } = heldBack();
    erp.forget();
    erp.next(fault);
    await record(product, changeOf('StockLevel', '922-7', { owners: { Product: '922' } }));
    await erp.seen(1);
    // The write takes effect, but its answer is lost.
    erp.always(lostAnswer);
    const { errors } = await product.query(
      `mutation { stockAdjust(input: { product: "product:922", location: "location:7", quantity: 1, reason: "Found" }) {
        userErrors { message } } }`,
    );
    expect(errors).toHaveLength(1);
    erp.forget();
    using late = await stockOf(922);
    await expect.poll(() => product.streams.size).toBe(2);
    release();
    await late.have(1);
    expect(available(late)).toEqual([before + 1]);
  });
});

test('an answer past its maximum age is not given to new clients', async () => {
  crm.always(shortLived);
  using stream = await live(operationFor('29493'));
  await stream.have(1);
  // No change is recorded for this.
  const email = await change('29493');
  const emailForNewClient = async () => {
    using other = await live(operationFor('29493'));
    await other.have(1);
    return emails(other)[0];
  };
  await expect.poll(emailForNewClient, { timeout: 20_000, interval: 200 }).toBe(email);
  // The client that was there before receives it as well, now that it is known.
  await stream.have(2);
  expect(emails(stream)[1]).toBe(email);
});

test('without caches, a live query runs after each change, whatever that affects', async () => {
  await using uncached = await product.another({ CACHE: 'off' });
  using stream = await live(operationFor('29485'), uncached);
  await stream.have(1);
  const email = await change('29485');
  await record(uncached, changeOf('StockLevel', '1-1'));
  await stream.have(2);
  expect(emails(stream)[1]).toBe(email);
});

test('when the log has lost events, live queries run again and subscriptions end with an error', async () => {
  await using other = await product.another();
  using stream = await live(operationFor('29485'), other);
  using events = await live({ query: 'subscription { customerChanged { cursor } }' }, other);
  await stream.have(1);
  await expect.poll(() => other.streams.size).toBe(2);
  const email = await change('29485');
  const [life] = (await other.changes.log.newest()).split('.');
  await other.changes.hub.lost(`${life}.1`);
  await stream.have(2);
  expect(emails(stream)[1]).toBe(email);
  await expect.poll(() => events.lines.at(-1)).toContain('"code":"CURSOR_EXPIRED"');
  expect(events.lines.at(-1)).toContain(`"oldest":"${life}.1"`);
  await expect.poll(() => other.streams.size).toBe(1);
});

test('when the log starts over, live queries run again once no replica answers from before that', async () => {
  await using redis = await RedisServer.start();
  await using proxy = await TcpProxy.start(redis.port);
  await using other = await product.another({ REDIS_URL: redis.url });
  await using slow = new FollowingReplica(proxy);
  const { replicas } = slow.log;
  replicas.evictedUpTo(await slow.log.newest());
  await expect.poll(() => replicas.mayServeCached).toBe(true);
  using stream = await live(operationFor('29485'), other);
  await stream.have(1);
  const email = await change('29485');
  proxy.hold();
  await withClient(redis.url, (client) => client.flushall());
  // Followers read the next event at once, and see that it does not follow the last one.
  await record(other, changeOf('StockLevel', '1-1'));
  expect(await stream.have(2).then(() => replicas.mayServeCached)).toBe(false);
  expect(emails(stream)[1]).toBe(email);
  proxy.release();
});
