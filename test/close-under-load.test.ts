import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startProduct } from './support/product.ts';

const RUNNING = 100;

test('of the requests that run when the gateway is told to end, none fails, and no new one is taken', async () => {
  const product = await startProduct({ CRM_CONCURRENCY: '256' });
  await product.turn('crm', { latencyMs: 3_000 });
  const answers = Array.from({ length: RUNNING }, (_, n) =>
    product.query(`{ customer(id: "customer:${29_485 + n}") { id } a: customers(first: 1) { totalCount } }`),
  );
  await sleep(1_500);
  const began = performance.now();
  const closed = product[Symbol.asyncDispose]();
  await expect(fetch(`${product.url}/healthz`, { headers: { connection: 'close' } })).rejects.toThrow(
    'fetch failed',
  );
  const failed = (await Promise.all(answers)).filter(({ errors }) => errors);
  await closed;
  console.log(
    `${RUNNING} running requests answered, closed after ${(performance.now() - began).toFixed(0)} ms`,
  );
  expect(failed).toEqual([]);
});
