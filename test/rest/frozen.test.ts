import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { documentOf, openGraph, runPlain, type Graph } from '../support/execution.ts';
import { startProduct, type Product } from '../support/product.ts';
import { QUERIES } from '../support/queries.ts';

let product: Product;
let graph: Graph;
beforeAll(async () => {
  product = await startProduct();
  graph = await openGraph(product);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await graph[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
});

function frozen(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** Bodies are stored and reused (datasources/rest/validators.ts): they must not be modified. */
test.each(Object.entries(QUERIES))('bodies from systems are not modified: %s', async (_name, { query }) => {
  const document = documentOf(graph, query);
  const free = await runPlain(graph, document, graph.newContext());
  const parse = JSON.parse;
  const parsed = vi.spyOn(JSON, 'parse').mockImplementation((text) => frozen(parse(text)));
  const bound = await runPlain(graph, document, graph.newContext());
  expect(parsed).toHaveBeenCalled();
  parsed.mockRestore();
  expect(bound).toEqual(free);
  expect(bound.errors).toBe('[]');
});
