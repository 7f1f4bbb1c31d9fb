import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

/** The content of the first fenced block of a language. */
function block(language: string): string {
  const match = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(readme);
  if (!match?.[1]) throw new Error(`The README has no ${language} block.`);
  return match[1];
}

test('the README opens with a query and its real answer, from as many calls as it states', async () => {
  const { answer, calls, total } = await product.counted(block('graphql'));
  expect(answer).toEqual(JSON.parse(block('json')));
  expect(Object.keys(calls)).toHaveLength(4);
  expect(Object.values(calls).every(({ requests }) => requests > 0)).toBe(true);
  // The token is fetched once and used for all later queries.
  expect(total - (calls.accounting.routes['POST /connect/token'] ?? 0)).toBe(5);
});
