import { expect, test } from 'vitest';
import { post } from '../support/exchange.ts';
import { startProduct } from '../support/product.ts';

const REQUESTS = 200;
const PAGE = `query ($from: Date!, $to: Date!) {
  orders(first: 20, filter: { ordered: { from: $from, to: $to } }) {
    nodes { id total { amount } customer { name } lines { quantity product { name } } invoice { status } }
  }
}`;

/** A different day for each page. */
const days = Array.from({ length: REQUESTS }, (_, index) => {
  const day = new Date(Date.UTC(2013, 5, 1 + index)).toISOString().slice(0, 10);
  return { from: day, to: day };
});

test('200 different pages at once take less than 2.5 calls each, with empty caches', async () => {
  // By default 16 calls to a system run and 64 wait; further ones are refused, and each page takes a call of its own.
  await using product = await startProduct({ CACHE: 'on', COMMERCE_CONCURRENCY: '64' });
  for (const system of Object.keys(product.systems) as (keyof typeof product.systems)[]) {
    await product.turn(system, { latencyMs: 20, requestsPerSecond: 1_000_000 });
  }
  const texts = new Set<string>();
  const calls = await product.callsDuring(async () => {
    const answers = days.map((variables) => post(product.url, { query: PAGE, variables }));
    for (const { text } of await Promise.all(answers)) texts.add(text);
  });
  console.log(`${calls} calls for ${REQUESTS} requests`);
  expect(texts.size).toBe(REQUESTS);
  for (const text of texts) expect(text).toMatch(/^\{"data":\{"orders":\{"nodes":\[\{(?!.*"errors")/);
  expect(calls / REQUESTS).toBeLessThan(2.5);
});
