import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { post } from '../support/exchange.ts';
import { FaultServer, type Fault } from '../support/fault-server.ts';
import { startProduct } from '../support/product.ts';

/** A system whose answers are fresh for a second, and may be used for another minute while they are refreshed. */
const shortLived: Fault = async (response, asked) => {
  const { status, headers, body } = await asked();
  const control = 'private, max-age=1, stale-while-revalidate=60';
  response.writeHead(status, { ...headers, 'cache-control': control }).end(body);
};

test('an answer may be made of stale records, but is then not cached', async () => {
  await using crm = await FaultServer.start();
  const inFrontOf = { crm: (url: string) => ((crm.behind = url), crm.url) };
  await using product = await startProduct({ CACHE: 'on' }, { inFrontOf });
  await using cacheless = await product.another({ CACHE: 'off' });
  crm.always(shortLived);
  const ask = () => post(product.url, { query: '{ customer(id: "customer:29485") { phone } }' });
  const changeTo = (phone: string) =>
    cacheless.query(
      `mutation { customerUpdate(id: "customer:29485", input: { phone: "${phone}" }) { userErrors { code } } }`,
    );
  await changeTo('old');
  await ask();
  expect((await ask()).headers['cache-control']).toBe('private, max-age=1');
  await pause(1_100);
  await changeTo('new');
  const stale = await ask();
  expect(stale.text).toContain('"phone":"old"');
  // It is older than its max-age, so no cache on the way takes it for fresh.
  expect(Number(stale.headers.age)).toBeGreaterThanOrEqual(1);
  expect(stale.headers['cache-control']).toBe('private, max-age=1');
  // It has been refreshed by now.
  await pause(200);
  expect((await ask()).text).toContain('"phone":"new"');
});
