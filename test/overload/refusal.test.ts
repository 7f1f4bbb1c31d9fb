import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { openRaw, type RawStream } from '../support/raw-streams.ts';
import { figure, slack, formatMs } from '../support/slack.ts';
import { ask } from '../support/transports.ts';

const MAX_RUNNING = 5;
/** Long enough for all requests made meanwhile, even on a busy machine. */
const SLOW_MS = 6_000;
const QUERY = '{ customers(first: 1) { nodes { name } } }';
const REFUSAL = {
  code: 'OVERLOADED',
  retryable: true,
  retryAfter: 1,
  requestId: expect.any(String) as string,
};

let product: Product;
beforeAll(async () => {
  product = await startProduct({ MAX_RUNNING: String(MAX_RUNNING), MAX_LOOP_DELAY_MS: '10000' });
});
afterAll(() => product[Symbol.asyncDispose]());

const post = () =>
  fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
  });

test('over the limit, every transport refuses at once with 503, and later recovers by itself', async () => {
  await product.turn('crm', { latencyMs: SLOW_MS });
  const running = Array.from({ length: MAX_RUNNING }, post);
  await sleep(1_000);

  const times: number[] = [];
  const refused: Response[] = [];
  for (let n = 0; n < 30; n += 1) {
    const began = performance.now();
    refused.push(await post());
    times.push(performance.now() - began);
  }
  const longest = Math.max(...times);
  figure('past what may run at once: 503 within 50 ms', `${formatMs(longest)} at most`);
  expect(longest).toBeLessThan(50 + slack(2_000));
  for (const answer of refused) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.json()).toEqual({
      errors: [{ message: expect.stringContaining('Try again') as string, extensions: REFUSAL }],
    });
  }
  const { errors } = await ask('websocket', product.url, { query: QUERY });
  expect(errors).toMatchObject([{ extensions: REFUSAL }]);
  const stream = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: QUERY }),
  });
  expect(stream.status).toBe(503);
  for (const path of ['healthz', 'readyz']) expect((await fetch(`${product.url}/${path}`)).status).toBe(200);

  const answers = await Promise.all(running);
  expect(answers.map(({ status }) => status)).toEqual(Array(MAX_RUNNING).fill(200));
  await product.turn('crm', { latencyMs: 0 });
  expect((await post()).status).toBe(200);
});

describe('while as many operations run as may', () => {
  beforeAll(() => product.turn('crm', { latencyMs: SLOW_MS }));
  afterAll(() => product.turn('crm', { latencyMs: 0 }));

  test('a request whose body arrives only then is refused', async () => {
    const body = JSON.stringify({ query: QUERY });
    const late = connect(Number(new URL(product.url).port), '127.0.0.1');
    const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
    late.write(`${head}content-length: ${body.length}\r\n\r\n`);
    await sleep(500);
    const running = Array.from({ length: MAX_RUNNING }, () => post());
    await sleep(1_000);
    late.write(body);
    const [answer] = (await once(late, 'data')) as [Buffer];
    late.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 /);
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual(Array(MAX_RUNNING).fill(200));
  });

  test('a batch counts as all its operations', async () => {
    const batch = fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: MAX_RUNNING }, () => ({ query: QUERY }))),
    });
    await sleep(1_000);
    expect((await post()).status).toBe(503);
    expect((await batch).status).toBe(200);
  });

  test('a run of a live query counts like any operation, but is not refused', async () => {
    const query = 'query ($id: ID!) @live { customer(id: $id) { name } }';
    const streams: RawStream[] = [];
    for (let n = 0; n < MAX_RUNNING; n += 1) {
      const operation = { query, variables: { id: `customer:${29_485 + n}` } };
      streams.push(await openRaw('websocket', product.url, operation));
    }
    await sleep(1_000);
    expect((await post()).status).toBe(503);
    for (const stream of streams) expect(await stream.have(1)).toHaveLength(1);
    for (const stream of streams) stream[Symbol.dispose]();
    // Once their clients are gone, their runs end.
    await expect.poll(async () => (await post()).status, { timeout: 20_000 }).toBe(200);
  });
});

test('under more load than the process can handle, each request gets 200 or 503', async () => {
  await using busy = await product.another({ MAX_RUNNING: '1000', MAX_LOOP_DELAY_MS: '5' });
  const body = JSON.stringify({
    query:
      '{ orders(first: 100) { nodes { customer { name } lines { product { name stock { onHand } } } } } }',
  });
  const headers = { 'content-type': 'application/json' };
  const statuses: number[] = [];
  const wave = async () => {
    const answers = Array.from({ length: 60 }, () =>
      fetch(`${busy.url}/graphql`, { method: 'POST', headers, body }),
    );
    for (const answer of await Promise.all(answers)) {
      statuses.push(answer.status);
      await answer.arrayBuffer();
    }
  };
  for (let n = 0; n < 4; n++) await Promise.all([wave(), sleep(100).then(wave)]);
  const count = (status: number) => statuses.filter((one) => one === status).length;
  console.log(`of ${statuses.length} in 8 waves, ${count(200)} were answered and ${count(503)} refused`);
  expect(count(200) + count(503)).toBe(statuses.length);
  expect(count(200)).toBeGreaterThan(0);
  expect(count(503)).toBeGreaterThan(0);
  expect(await busy.query('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
});
