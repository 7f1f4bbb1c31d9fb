import { afterAll, beforeAll, expect, test } from 'vitest';
import { settingsFor } from '../support/faults/credentials.ts';
import { startMeasured, type Measured } from '../support/measured-gateway.ts';
import { PATIENCE, startProduct, type Product } from '../support/product.ts';
import { openAcknowledged } from '../support/raw-streams.ts';

/** More than what is kept for clients that join, several times over. */
const QUERIES = 100;
const MEGABYTE = 1024 * 1024;
/** An answer of about a megabyte. */
const FIELDS = Array.from({ length: 49 }, (_, n) => `d${n}: description`).join(' ');
const DEAREST = 'products(first: 100, orderBy: { field: LIST_PRICE, direction: DESC })';
const queryOf = (n: number) => `query @live { ${DEAREST} { nodes { ${FIELDS} } } } # ${n}`;

let product: Product;
let gateway: Measured;
beforeAll(async () => {
  product = await startProduct();
  gateway = await startMeasured({ ...PATIENCE, CACHE: 'on', ...settingsFor(product.systems) });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
});

const used = ({ heapUsed, external }: NodeJS.MemoryUsage) => (heapUsed + external) / MEGABYTE;

test('the live queries of a client that reads them take little memory', { timeout: 300_000 }, async () => {
  const before = used(await gateway.collect());
  const socket = await openAcknowledged(gateway.url);
  let [answers, bytes] = [0, 0];
  socket.on('message', (data: Buffer) => {
    answers += 1;
    bytes += data.length;
  });
  for (let n = 0; n < QUERIES; n += 1)
    socket.send(JSON.stringify({ id: String(n), type: 'subscribe', payload: { query: queryOf(n) } }));
  await expect.poll(() => answers, { timeout: 120_000 }).toBe(QUERIES);
  expect(bytes).toBeGreaterThan(0.5 * QUERIES * MEGABYTE);
  expect(used(await gateway.collect()) - before).toBeLessThan(50);
  await gateway.streams(QUERIES);
  socket.terminate();
});
