import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultServer, hang, reset, type Fault } from '../support/fault-server.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

/** What a machine that is busy with other tests may take beside; what was measured is printed. */
const BUSY_MS = 1_500;
const FIRST_ORDER = 43_700;
const QUESTIONS = 120;

/** Of the shop, the ERP and accounting; each is asked for once, so that systems are asked. */
const OF_THREE =
  'query ($id: ID!) { order(id: $id) { total { amount } lines { product { name available } } invoice { status } } }';
const OF_FOUR =
  'query ($id: ID!) { order(id: $id) { total { amount } customer { name } lines { product { name available } } invoice { status } } }';

let asked = 0;
const nextOrder = () => ({ id: `order:${FIRST_ORDER + (asked += 1)}` });

/** How long questions took, one after the other, and the answers. */
async function measured(replica: Replica, query: string, count = QUESTIONS) {
  const times: number[] = [];
  const answers: { readonly variables: object; readonly data: unknown }[] = [];
  for (let index = 0; index < count; index += 1) {
    const variables = nextOrder();
    const began = performance.now();
    const { data, errors } = await replica.query(query, variables);
    times.push(performance.now() - began);
    expect(errors).toBe(undefined);
    answers.push({ variables, data });
  }
  times.sort((one, other) => one - other);
  return { p99: times[Math.ceil(0.99 * count) - 1] ?? 0, answers };
}

const told = (ms: number) => `${ms.toFixed(1)} ms`;

describe('one system', () => {
  let crm: FaultServer;
  let product: Product;
  beforeAll(async () => {
    crm = await FaultServer.start();
    const env = { CACHE: 'on', CRM_TIMEOUT_MS: '2000', CRM_BREAKER_FAILURES: '10' };
    product = await startProduct(env, { inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) } });
    await measured(product, OF_THREE);
  });
  afterAll(async () => {
    await product[Symbol.asyncDispose]();
    await crm[Symbol.asyncDispose]();
  });

  test('that hangs: the others’ fields come at its deadline', async () => {
    crm.always(hang);
    const began = performance.now();
    const { data, errors } = await product.query(OF_FOUR, nextOrder());
    const ms = performance.now() - began;
    crm.forget();
    console.log(`a system hangs: a partial answer after ${told(ms)}, the deadline is 2,000 ms`);
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_TIMEOUT', system: 'crm' } }]);
    expect(data.order).toMatchObject({ total: { amount: expect.any(String) as string } });
    expect(data.order.lines[0].product.available).toEqual(expect.any(Number));
    expect(ms).toBeGreaterThanOrEqual(1_950);
    expect(ms).toBeLessThan(2_200 + BUSY_MS);
  });

  /** The p99 of the other three, while others ask of all four all the time. */
  async function besideOthers(): Promise<number> {
    let isOver = false;
    const others = Array.from({ length: 3 }, async () => {
      while (!isOver) {
        await product.query(OF_FOUR, nextOrder());
        await pause(50);
      }
    });
    const { p99 } = await measured(product, OF_THREE);
    isOver = true;
    await Promise.all(others);
    return p99;
  }

  test.each<[string, Fault]>([
    ['is down', reset],
    ['hangs', hang],
  ])('that %s does not slow down who asks the other three', async (what, fault) => {
    const usual = await besideOthers();
    crm.always(fault);
    const p99 = await besideOthers();
    crm.forget();
    console.log(`one system ${what}: p99 of the other three ${told(p99)}, usually ${told(usual)}`);
    expect(p99).toBeLessThan(usual * 1.2 + BUSY_MS);
  });
});

describe('Redis', () => {
  let redis: RedisServer;
  let way: TcpProxy;
  let product: Product;
  let truth: Replica;
  let usual: number;
  beforeAll(async () => {
    redis = await RedisServer.start();
    way = await TcpProxy.start(redis.port);
    product = await startProduct({ CACHE: 'on', REDIS_URL: `redis://127.0.0.1:${way.port}` });
    truth = await product.another({ CACHE: 'off', REDIS_URL: '' });
    await measured(product, OF_FOUR);
    usual = (await measured(product, OF_FOUR, 300)).p99;
  });
  afterAll(async () => {
    await truth[Symbol.asyncDispose]();
    await product[Symbol.asyncDispose]();
    await way[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  test.each<[string, () => unknown, () => unknown]>([
    ['slow by a second', () => (way.delayMs = 1_000), () => (way.delayMs = 0)],
    ['hung', () => redis.pause(), () => redis.resume()],
    ['down', () => redis.stop(), () => redis.run()],
  ])('%s: nothing is wrong, nothing is an error, and all is nearly as fast', async (what, fail, mend) => {
    await fail();
    // Commands of the first few wait for 50 ms each, until Redis is known to be away.
    const { p99, answers } = await measured(product, OF_FOUR, 300);
    await mend();
    console.log(`Redis ${what}: p99 ${told(p99)}, usually ${told(usual)}`);
    for (const { variables, data } of answers.filter((_, index) => index % 20 === 0)) {
      expect(data).toEqual((await truth.query(OF_FOUR, variables)).data);
    }
    expect(p99).toBeLessThan(usual + 50 + BUSY_MS);
  });
});
