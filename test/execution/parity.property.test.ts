import * as fc from 'fast-check';
import { validate, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileOperation } from '../../server/execution/compile.ts';
import { openGraph, runPlain, runShort, type Graph } from '../support/execution.ts';
import { randomOperation } from '../support/operations.ts';
import { startProduct, type Product } from '../support/product.ts';

/** For more runs: `PARITY_RUNS=20000 PARITY_SEED=7`. */
const RUNS = Number(process.env['PARITY_RUNS'] ?? 300);
const SEED = Number(process.env['PARITY_SEED'] ?? 20_260);
const MINUTE = 60_000;

let product: Product;
let graph: Graph;
beforeAll(async () => {
  product = await startProduct();
  graph = await openGraph(product);
});
afterAll(async () => {
  await graph[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
});

/** Errors are listed in the order in which they happen, which caches may change. */
const sorted = (errors: string) =>
  (JSON.parse(errors) as unknown[]).map((one) => JSON.stringify(one)).toSorted();

test(
  'random operations get the same answer from the fast path and from graphql-js, byte for byte',
  async () => {
    const seen = { valid: 0, short: 0, faulty: 0, shortThoughFaulty: 0 };
    const check = async (seed: number) => {
      const { query, variables } = randomOperation(graph.schema, seed);
      const document = parse(query);
      if (validate(graph.schema, document).length > 0) return;
      seen.valid += 1;
      const plain = await runPlain(graph, document, graph.newContext(), variables);
      const compiled = compileOperation(graph.schema, document, undefined) ?? undefined;
      const context = graph.newContext();
      for (const turn of ['cold', 'warm', 'from templates']) {
        const short = await runShort(graph, document, context, variables, compiled, true);
        expect(short.data, turn).toBe(plain.data);
        expect(sorted(short.errors), turn).toEqual(sorted(plain.errors));
        if (turn !== 'cold') continue;
        seen.short += Number(short.isShort);
        seen.faulty += Number(plain.errors !== '[]');
        seen.shortThoughFaulty += Number(short.isShort && plain.errors !== '[]');
      }
    };
    await fc.assert(fc.asyncProperty(fc.integer(), check), { numRuns: RUNS, seed: SEED, endOnFailure: true });
    console.log(`seed ${SEED}: ${JSON.stringify(seen)} of ${RUNS}`);
    expect(seen.valid).toBeGreaterThan(RUNS * 0.8);
    expect(seen.short).toBe(seen.valid - seen.faulty);
    expect(seen.short).toBeGreaterThan(seen.valid * 0.4);
    expect(seen.faulty).toBeGreaterThan(RUNS * 0.02);
    expect(seen.shortThoughFaulty).toBe(0);
  },
  60 * MINUTE,
);
