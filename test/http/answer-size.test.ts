import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product, type Replica } from '../support/product.ts';
import { openRaw } from '../support/raw-streams.ts';
import { ask, TRANSPORTS, withoutRequestIds } from '../support/transports.ts';

const QUERY =
  '{ customers(first: 50) { nodes { name again: name email } } products(first: 50) { nodes { name } } }';
const refusalOf = (bytes: number) => ({
  message: `The answer holds more than ${bytes} bytes. Ask for less at once.`,
  extensions: { code: 'OPERATION_TOO_LARGE' },
});

let product: Product;
let bytes: number;
/** Gateways whose limit is the size of the answer to the query, and a byte less. */
let within: Replica;
let beyond: Replica;
beforeAll(async () => {
  product = await startProduct();
  const { data } = await product.query(QUERY);
  bytes = Buffer.byteLength(JSON.stringify(data));
  within = await product.another({ MAX_ANSWER_BYTES: String(bytes) });
  beyond = await product.another({ MAX_ANSWER_BYTES: String(bytes - 1) });
});
afterAll(() => product[Symbol.asyncDispose]());

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('an answer of as many bytes as allowed is given, by the engine and by the plan', async () => {
    for (let n = 0; n < 3; n += 1)
      expect((await ask(transport, within.url, { query: QUERY })).errors).toBeUndefined();
  });

  test('an answer with a byte more is refused as a whole, by the engine and by the plan', async () => {
    for (let n = 0; n < 3; n += 1) {
      const answer = await ask(transport, beyond.url, { query: QUERY });
      expect(withoutRequestIds(answer)).toEqual({ data: null, errors: [refusalOf(bytes - 1)] });
    }
  });

  test('a live query is refused alike', async () => {
    if (transport === 'http') return;
    using live = await openRaw(transport, beyond.url, { query: `query @live ${QUERY}` });
    expect(await live.have(1)).toMatchObject([{ data: null, errors: [refusalOf(bytes - 1)] }]);
  });
});

test('errors count as well', async () => {
  await using small = await product.another({ MAX_ANSWER_BYTES: '2000' });
  const invalid = Array.from({ length: 20 }, (_, n) => `c${n}: node(id: "none") { id }`).join(' ');
  const { data, errors } = await small.query(`{ ${invalid} }`);
  expect({ data, errors }).toMatchObject({ data: null, errors: [refusalOf(2_000)] });
});

test('the answers of a batch count together', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify([{ query: QUERY }, { query: QUERY }]);
  const answer = await fetch(`${within.url}/graphql`, { method: 'POST', headers, body });
  const answers = (await answer.json()) as { errors?: unknown }[];
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([refusalOf(bytes)]);
});
