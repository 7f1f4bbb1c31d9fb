import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { ask, TRANSPORTS, withoutRequestIds } from '../support/transports.ts';

/** There are ten territories, though the document does not say so: ten items, and `customers` more in each. */
const items = (customers: number) => `territories { id customers(first: ${customers}) { nodes { id } } }`;

let product: Product;
beforeAll(async () => {
  product = await startProduct({ MAX_ITEMS: '110' });
});
afterAll(() => product[Symbol.asyncDispose]());

const REFUSAL = {
  message: 'The answer holds more than 110 list items. Ask for less at once.',
  extensions: { code: 'OPERATION_TOO_LARGE' },
};

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('an answer at the limit is given in full', async () => {
    const { data, errors } = await ask(transport, product.url, { query: `{ ${items(10)} }` });
    expect(errors).toBeUndefined();
    const territories = data.territories as { customers: { nodes: unknown[] } }[];
    expect(territories.map(({ customers }) => customers.nodes.length)).toEqual(Array(10).fill(10));
  });

  test('an answer past the limit is refused as a whole, with one error', async () => {
    const answer = await ask(transport, product.url, { query: `{ ${items(11)} }` });
    expect(withoutRequestIds(answer)).toEqual({ data: null, errors: [REFUSAL] });
  });
});

test('the lists of an operation count together, and each operation of a batch has a limit of its own', async () => {
  const one = `{ ${items(10)} }`;
  const both = `{ ${items(4)} more: ${items(6)} }`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify([{ query: one }, { query: both }, { query: one }]);
  const answer = await fetch(`${product.url}/graphql`, { method: 'POST', headers, body });
  expect(await answer.json()).toMatchObject([
    { data: { territories: {} } },
    { errors: [REFUSAL] },
    { data: { territories: {} } },
  ]);
});

test('an operation whose lists multiply is stopped early, after fewer than 20 REST calls', async () => {
  await using usual = await startProduct({ MAX_COST: '10000000' });
  const turn = (inner: string) => `orders(first: 100) { nodes { lines { product { ${inner} } } } }`;
  const { answer, total } = await usual.counted(`{ ${turn(turn('id'))} }`);
  expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] });
  expect(total).toBeLessThan(20);
});
