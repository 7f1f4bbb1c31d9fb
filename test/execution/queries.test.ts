import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileOperation } from '../../server/execution/compile.ts';
import { documentOf, MANY, openGraph, runPlain, runShort, type Graph } from '../support/execution.ts';
import { startProduct, type Product } from '../support/product.ts';
import { QUERIES } from '../support/queries.ts';

let product: Product;
let graph: Graph;
beforeAll(async () => {
  product = await startProduct();
  graph = await openGraph(product);
  // The accounting system's token is fetched once and used for all later calls.
  await runPlain(
    graph,
    documentOf(graph, '{ invoice(id: "invoice:INV-43697") { status } }'),
    graph.newContext(),
  );
});
afterAll(async () => {
  await graph[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
});

/** The result of some work, and the number of REST calls it makes, by route. */
async function counted<T>(work: () => Promise<T>): Promise<{ result: T; routes: Record<string, number> }> {
  const urls = Object.values(product.systems);
  await Promise.all(urls.map((url) => fetch(`${url}/_control/requests`, { method: 'DELETE' })));
  const result = await work();
  const controls = urls.map(
    async (url) => (await (await fetch(`${url}/_control`)).json()) as { routes: object },
  );
  const all = (await Promise.all(controls)).map(({ routes }) => routes);
  return { result, routes: Object.assign({}, ...all) as Record<string, number> };
}

describe('the fast path gives the same bytes as graphql-js, with the same REST calls', () => {
  test.each(Object.entries(QUERIES))('%s', async (_, { query, maxCalls }) => {
    const document = documentOf(graph, query);
    const plain = await counted(() => runPlain(graph, document, graph.newContext()));
    expect(plain.result.errors).toBe('[]');
    const compiled = compileOperation(graph.schema, document, undefined);
    for (const turn of [1, 2, 3]) {
      const run = () => runShort(graph, document, graph.newContext(), {}, compiled ?? undefined, true);
      const short = await counted(run);
      expect(short.result.isShort, `turn ${turn}`).toBe(true);
      expect(short.result.data).toBe(plain.result.data);
      expect(short.routes).toEqual(plain.routes);
    }
    expect(Object.values(plain.routes).reduce((sum, count) => sum + count, 0)).toBe(maxCalls);
  });

  test.each(Object.entries(QUERIES))('%s, with all records in memory', async (_, { query }) => {
    const document = documentOf(graph, query);
    const compiled = compileOperation(graph.schema, document, undefined);
    const context = graph.newContext();
    const plain = await runPlain(graph, document, context);
    for (const turn of [1, 2, 3]) {
      const short = await compiled?.run(context, {}, { limits: MANY, keepTemplates: true });
      expect(short?.data, `turn ${turn}`).toBe(plain.data);
    }
  });
});

test('with a system down, falling back costs no more calls than running the query twice in one request', async () => {
  const query = '{ orders(first: 5) { nodes { id customer { name } lines { product { name } } } } }';
  const document = documentOf(graph, query);
  await product.turn('crm', { failureRate: 1 });
  try {
    const plain = await counted(async () => {
      const context = graph.newContext();
      await runPlain(graph, document, context);
      return runPlain(graph, document, context);
    });
    const short = await counted(() => runShort(graph, document, graph.newContext()));
    expect(plain.result.errors).toContain('"path":["orders","nodes",0,"customer","name"]');
    expect(short).toEqual(plain);
  } finally {
    await product.turn('crm', { failureRate: 0 });
  }
});
