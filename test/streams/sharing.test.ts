import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changeOf, record } from '../support/changes.ts';
import { FaultServer, held } from '../support/fault-server.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openAcknowledged, openRaw, type RawStream } from '../support/raw-streams.ts';
import { STREAMS } from '../support/streams.ts';

let crm: FaultServer;
let product: Product;
beforeAll(async () => {
  crm = await FaultServer.start();
  product = await startProduct(
    { CACHE: 'on', MAX_SOCKET_OPERATIONS: '1000', CRM_CONCURRENCY: '50' },
    { inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) } },
  );
  // The only changes are those that these tests record.
  await product.changes.intake.close();
  crm.forget();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});
afterEach(async () => {
  crm.forget();
  await expect.poll(() => product.streams.size).toBe(0);
  // However streams ended, nothing keeps running without a client.
  expect(product.streams.groupCount).toBe(0);
});

const QUERY = `subscription ($after: String, $ids: [ID!]) {
  customerChanged(filter: { ids: $ids }, after: $after) { cursor customer { id name email } } }`;
const ids = ['customer:29485'];

interface Next {
  readonly id: string;
  readonly payload: { readonly data: { readonly customerChanged: { readonly cursor: string } } };
}

/** Opens this many operations on one socket, and collects what they receive. */
async function openMany(count: number, payload: (at: number) => object) {
  const socket = await openAcknowledged(product.url);
  const received: Next[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data: Buffer) => {
    received.push(JSON.parse(data.toString()) as Next);
    wake();
  });
  const before = product.streams.size;
  for (let at = 0; at < count; at++) {
    socket.send(JSON.stringify({ id: String(at), type: 'subscribe', payload: payload(at) }));
  }
  await expect.poll(() => product.streams.size - before).toBe(count);
  return {
    received,
    have: async (wanted: number) => {
      while (received.length < wanted) await new Promise<void>((resolve) => (wake = resolve));
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
}

const cursors = (stream: RawStream) =>
  stream.results.map(({ data }) => data.customerChanged.cursor as string);

describe('subscriptions', () => {
  test('to one entity by 1,000 clients cost one REST call for each event, which all receive', async () => {
    using many = await openMany(1_000, () => ({ query: QUERY, variables: { ids } }));
    expect(product.streams.groupCount).toBe(1);
    for (let event = 1; event <= 5; event++) {
      await record(product, changeOf('Customer', '29485'), changeOf('Order', '43697'));
      await many.have(event * 1_000);
    }
    expect(crm.requests).toHaveLength(5);
    const byCursor = Map.groupBy(many.received, ({ payload }) => payload.data.customerChanged.cursor);
    expect([...byCursor.values()].map((all) => new Set(all.map(({ id }) => id)).size)).toEqual(
      Array<number>(5).fill(1_000),
    );
  });

  test('that are the same are shared, wherever they begin and however their variables are written', async () => {
    const [one, two = '', three] = await record(
      product,
      ...['1', '2', '3'].map((id) => changeOf('Customer', id)),
    );
    using many = await openMany(4, (at) => ({
      query: QUERY,
      variables: [{ ids, after: one }, { after: two, ids }, { ids, after: three, unknown: at }, { ids }][at],
    }));
    expect(product.streams.groupCount).toBe(1);
    await record(product, changeOf('Customer', '29485'));
    await many.have(4);
    expect(crm.requests).toHaveLength(1);
  });

  test.each<[string, object, object]>([
    [
      'with other variables',
      { query: QUERY, variables: { ids } },
      { query: QUERY, variables: { ids: null } },
    ],
    ['with another text', { query: QUERY }, { query: `${QUERY} ` }],
    [
      'with a cursor that is used for more than resuming',
      {
        query:
          'subscription ($after: String) { customerChanged(after: $after) { cursor customer { orders(after: $after) { totalCount } } } }',
        variables: {},
      },
      {
        query:
          'subscription ($after: String) { customerChanged(after: $after) { cursor customer { orders(after: $after) { totalCount } } } }',
        variables: { after: '' },
      },
    ],
  ])('are not shared with an operation %s', async (_what, first, second) => {
    const [after] = await record(product, changeOf('Customer', '1'));
    using one = await openMany(1, () => first);
    const operation = JSON.parse(
      JSON.stringify(second).replace('"after":""', `"after":"${after}"`),
    ) as object;
    using two = await openMany(1, () => operation);
    expect(product.streams.groupCount).toBe(2);
    expect([one.received, two.received]).toEqual([[], []]);
  });

  test('do not repeat events to a client that resumes and joins a group that is behind', async () => {
    const { fault, release } = held();
    using member = await openRaw('websocket', product.url, { query: QUERY });
    await expect.poll(() => product.streams.size).toBe(1);
    crm.next(fault);
    const [slow = ''] = await record(product, changeOf('Customer', '29485'));
    await crm.seen(1);
    const [next = ''] = await record(product, changeOf('Customer', '29486'));
    using back = await openRaw('sse', product.url, { query: QUERY, variables: { after: slow } });
    await back.have(1);
    // By now it has joined the group, which has not sent anything yet.
    expect(member.results).toEqual([]);
    release();
    const [last = ''] = await record(product, changeOf('Customer', '29487'));
    await Promise.all([member.have(3), back.have(2)]);
    expect(cursors(member)).toEqual([slow, next, last]);
    expect(cursors(back)).toEqual([next, last]);
  });

  test('send events in order, though their answers arrive in any order', async () => {
    const [one, two] = [held(), held()];
    using member = await openRaw('websocket', product.url, { query: QUERY });
    await expect.poll(() => product.streams.size).toBe(1);
    crm.next(one.fault, two.fault);
    const recorded = await record(product, changeOf('Customer', '29485'));
    await crm.seen(1);
    recorded.push(...(await record(product, changeOf('Customer', '29486'), changeOf('Customer', '29485'))));
    await crm.seen(2);
    two.release();
    recorded.push(...(await record(product, changeOf('Customer', '29486'))));
    one.release();
    await member.have(4);
    expect(cursors(member)).toEqual(recorded);
  });

  test('share answers among many clients that resume at the same time', async () => {
    const [after, ...missed] = await record(
      product,
      changeOf('Customer', '1'),
      ...Array.from({ length: 40 }, (_, at) => changeOf('Customer', String(29_485 + at))),
    );
    await expect.poll(() => product.changes.hub.position).toBe(missed.at(-1));
    crm.forget();
    using many = await openMany(200, () => ({ query: QUERY, variables: { after } }));
    await many.have(200 * 40);
    // 40 customers, in the few batches in which they are read.
    expect(crm.requests.length).toBeLessThan(8);
    expect(many.received).toHaveLength(200 * 40);
  });

  test.each(STREAMS)('have their REST calls cancelled once all clients have left, over %s', async (by) => {
    const { fault, release } = held();
    crm.next(fault);
    const one = await openRaw(by, product.url, { query: QUERY });
    const two = await openRaw('websocket', product.url, { query: QUERY });
    await expect.poll(() => product.streams.size).toBe(2);
    await record(product, changeOf('Customer', '29485'));
    const [call] = await crm.seen(1);
    one[Symbol.dispose]();
    await expect.poll(() => product.streams.size).toBe(1);
    two[Symbol.dispose]();
    await call?.cancelled;
    release();
  });
});

describe('live queries', () => {
  const LIVE = 'query ($id: ID!) @live(throttle: 0) { customer(id: $id) { name email } }';

  test('that are the same, of 1,000 clients, cost one REST call for each change', async () => {
    using many = await openMany(1_000, () => ({ query: LIVE, variables: { id: 'customer:29485' } }));
    await many.have(1_000);
    expect(product.streams.groupCount).toBe(1);
    expect(crm.requests).toHaveLength(1);
    for (let change = 2; change <= 5; change++) {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer local-crm-token' };
      const body = JSON.stringify({ email: `hers${change}@example.com` });
      const at = `${product.systems.crm}/crm/v3/customers/29485`;
      const answer = await fetch(at, { method: 'PATCH', headers, body });
      expect(answer.status).toBe(200);
      await record(product, changeOf('Customer', '29485'));
      await many.have(change * 1_000);
    }
    expect(crm.requests).toHaveLength(5);
  });

  test('have their REST calls cancelled once all clients have left', async () => {
    const { fault, release } = held();
    crm.next(fault);
    const one = await openRaw('sse', product.url, { query: LIVE, variables: { id: 'customer:29999' } });
    const [call] = await crm.seen(1);
    one[Symbol.dispose]();
    await call?.cancelled;
    release();
  });
});
