import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultServer, hang, reset, type Fault } from '../support/fault-server.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { figure, slack, told } from '../support/slack.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

const BUSY_MS = slack(1_500);
const QUESTIONS = 120;

/** Of the shop, the ERP and accounting; each is asked for once, so that systems are asked. */
const OF_THREE =
  'query ($id: ID!) { order(id: $id) { total { amount } lines { product { name available } } invoice { status } } }';
const OF_FOUR =
  'query ($id: ID!) { order(id: $id) { total { amount } customer { name } lines { product { name available } } invoice { status } } }';

/** Orders one after the other, each asked for once, from stretches without a gap: one that is not there would be answered by no system. */
function ordersFrom(first: number, count: number): () => { readonly id: string } {
  let asked = 0;
  return () => ({ id: `order:${first + (asked++ % count)}` });
}

const nextOf = {
  three: ordersFrom(57_191, 1_710),
  others: ordersFrom(61_269, 1_850),
  redis: ordersFrom(59_077, 2_096),
};

/** How long questions took, one after the other. Each answer is looked at by `look`, whose time does not count. */
async function measured(
  replica: Replica,
  query: string,
  next: () => object,
  count = QUESTIONS,
  look: (variables: object, data: unknown, index: number) => Promise<void> = () => Promise.resolve(),
) {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const variables = next();
    const began = performance.now();
    const { data, errors } = await replica.query(query, variables);
    times.push(performance.now() - began);
    expect(errors).toBe(undefined);
    expect(data.order).not.toBeNull();
    await look(variables, data, index);
  }
  times.sort((one, other) => one - other);
  return { p99: times[Math.ceil(0.99 * count) - 1] ?? 0 };
}

describe('one system', () => {
  let crm: FaultServer;
  let product: Product;
  beforeAll(async () => {
    crm = await FaultServer.start();
    const env = { CACHE: 'on', CRM_TIMEOUT_MS: '2000', CRM_BREAKER_FAILURES: '10' };
    product = await startProduct(env, { inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) } });
    await measured(product, OF_THREE, nextOf.three);
  });
  afterAll(async () => {
    await product[Symbol.asyncDispose]();
    await crm[Symbol.asyncDispose]();
  });

  test('that hangs: the others’ fields come at its deadline', async () => {
    crm.always(hang);
    const began = performance.now();
    const { data, errors } = await product.query(OF_FOUR, nextOf.others());
    const ms = performance.now() - began;
    crm.forget();
    figure('a system hangs: a partial answer within 2,200 ms', told(ms));
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
        await product.query(OF_FOUR, nextOf.others());
        await pause(50);
      }
    });
    const { p99 } = await measured(product, OF_THREE, nextOf.three);
    isOver = true;
    await Promise.all(others);
    return p99;
  }

  test.each<[string, Fault]>([
    ['is down', reset],
    ['hangs', hang],
  ])(
    'that %s does not slow down who asks the other three',
    async (what, fault) => {
      const usual = await besideOthers();
      crm.always(fault);
      const p99 = await besideOthers();
      crm.forget();
      figure(
        `one system ${what}: p99 of the other three at most 20 % more`,
        `${told(p99)}, usually ${told(usual)}`,
      );
      expect(p99).toBeLessThan(usual * 1.2 + BUSY_MS);
    },
    120_000,
  );
});

describe('Redis', () => {
  let redis: RedisServer;
  let way: TcpProxy;
  let product: Product;
  let truth: Replica;
  let usual: number;
  beforeAll(async () => {
    redis = await RedisServer.start('--maxmemory-policy', 'noeviction');
    way = await TcpProxy.start(redis.port);
    product = await startProduct({ CACHE: 'on', REDIS_URL: `redis://127.0.0.1:${way.port}` });
    truth = await product.another({ CACHE: 'off', REDIS_URL: '' });
    await measured(product, OF_FOUR, nextOf.redis);
    usual = (await measured(product, OF_FOUR, nextOf.redis, 300)).p99;
  }, 300_000);
  afterAll(async () => {
    await truth[Symbol.asyncDispose]();
    await product[Symbol.asyncDispose]();
    await way[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  async function isTrue(variables: object, data: unknown): Promise<void> {
    expect(data).toEqual((await truth.query(OF_FOUR, variables)).data);
  }

  let renamed = 0;

  /** Gives the customer of an order another name, which every answer about that order tells. */
  async function rename(variables: object): Promise<void> {
    const asked = await truth.query(
      'query ($id: ID!) { order(id: $id) { customer { id kind } } }',
      variables,
    );
    expect(asked.errors).toBe(undefined);
    const { id, kind } = asked.data.order.customer as { readonly id: string; readonly kind: string };
    const name = `Anew${(renamed += 1)}`;
    const input = kind === 'PERSON' ? { lastName: name } : { name };
    const { data, errors } = await product.query(
      'mutation ($id: ID!, $input: CustomerUpdateInput!) { customerUpdate(id: $id, input: $input) { customer { name } } }',
      { id, input },
    );
    expect(errors).toBe(undefined);
    expect(data.customerUpdate.customer.name).toContain(name);
  }

  test.each<[string, () => unknown, () => unknown]>([
    ['slow by a second', () => (way.delayMs = 1_000), () => (way.delayMs = 0)],
    ['hung', () => redis.pause(), () => redis.resume()],
    ['full', () => redis.fill(), () => redis.makeRoom()],
    ['down', () => redis.stop(), () => redis.run()],
  ])(
    '%s: nothing is wrong, nothing is an error, and all is nearly as fast',
    async (what, fail, mend) => {
      await fail();
      // Commands of the first few wait for 50 ms each, until Redis is known to be away.
      let written = 0;
      const { p99 } = await measured(product, OF_FOUR, nextOf.redis, 300, async (variables, data, index) => {
        await isTrue(variables, data);
        if (index % 10 !== 9) return;
        await rename(variables);
        written += 1;
        await isTrue(variables, (await product.query(OF_FOUR, variables)).data);
      });
      await mend();
      expect(written).toBe(30);
      figure(
        `Redis ${what}: 0 wrong, 0 errors, p99 at most 50 ms more`,
        `300 answers and ${written} writes; p99 ${told(p99)}, usually ${told(usual)}`,
      );
      expect(p99).toBeLessThan(usual + 50 + BUSY_MS);
    },
    300_000,
  );
});
