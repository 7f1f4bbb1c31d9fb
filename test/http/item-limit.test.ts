import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { ask, TRANSPORTS, withoutRequestIds } from '../support/transports.ts';

/** There are ten territories, of which nothing in the document tells: ten items, and so many times ten. */
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
  test('an answer at the limit is whole', async () => {
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

test('the lists of one operation count together, the operations of a batch each for itself', async () => {
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

test('what grows at every turn ends early, and costs the systems next to nothing', async () => {
  await using usual = await startProduct({ MAX_COST: '10000000' });
  const turn = (inner: string) => `orders(first: 100) { nodes { lines { product { ${inner} } } } }`;
  const { answer, total } = await usual.counted(`{ ${turn(turn('id'))} }`);
  expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] });
  expect(total).toBeLessThan(20);
});
