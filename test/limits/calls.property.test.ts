import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { parse, validate, type OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileOperation } from '../../server/execution/compile.ts';
import { DRY_RUN } from '../../server/limits/calls/context.ts';
import { OPEN, principalOf } from '../../server/identity/principals.ts';
import { callsOf, watchLengths } from '../support/calls.ts';
import { openGraph, runPlain, runShort, type Graph } from '../support/execution.ts';
import { randomOperation } from '../support/operations.ts';
import { startProduct, type Product } from '../support/product.ts';

/** Set `CALLS_RUNS=20000 CALLS_SEED=7`, for example, for more runs or another seed. */
const RUNS = Number(process.env['CALLS_RUNS'] ?? 300);
const SEED = Number(process.env['CALLS_SEED'] ?? 20_261);
const MINUTE = 60_000;

let product: Product;
let graph: Graph;
/** Runs operations with the plain executor, and watches the lengths of their lists. */
let watched: Graph;
beforeAll(async () => {
  product = await startProduct();
  graph = await openGraph(product);
  watched = await openGraph(product);
});
afterAll(async () => {
  await watched[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
});

const known = { name: 'test', expiresAt: Infinity };
/** An unrestricted caller, a customer who sees only their own records, and a caller with some of the scopes. */
const CALLERS = [
  OPEN,
  OPEN,
  principalOf({ ...known, customer: '29825', scopes: ['customer:self', 'stock:read'] }),
  principalOf({ ...known, customer: null, scopes: ['customers:read', 'orders:read', 'suppliers:read'] }),
] as const;

const sum = (calls: Readonly<Record<string, number>>) =>
  Object.values(calls).reduce((total, own) => total + own, 0);

test(
  'random operations call no system more often than a dry run predicts, plain or compiled',
  async () => {
    const seen = { valid: 0, openEnded: 0, longer: 0, predicted: 0, made: 0, exact: 0 };
    const done = Promise.withResolvers<null>();
    const hasLonger = watchLengths(watched.schema);
    const check = async (seed: number) => {
      const { query, variables } = randomOperation(graph.schema, seed);
      const document = parse(query);
      if (validate(graph.schema, document).length > 0) return;
      seen.valid += 1;
      const [operation] = document.definitions;
      const caller = CALLERS[Math.abs(seed) % CALLERS.length] ?? OPEN;
      const predicted = graph.dryRun.of(document, operation as OperationDefinitionNode, variables, caller);
      if (predicted.openEnded) {
        seen.openEnded += 1;
        return;
      }
      const id = randomUUID();
      const context = watched.newContext(undefined, id, caller);
      const plainCalls = await callsOf(() => runPlain(watched, document, context, variables), id);
      // Its lists were longer than could be predicted.
      if (hasLonger(context)) {
        seen.longer += 1;
        return;
      }
      // Compiled operations are only for callers who are granted everything.
      const compiled = compileOperation(graph.schema, document, undefined) ?? undefined;
      const compiledCalls =
        caller !== OPEN
          ? {}
          : await callsOf((own) =>
              runShort(graph, document, graph.newContext(undefined, own), variables, compiled),
            );
      for (const made of [plainCalls, compiledCalls]) {
        for (const [system, calls] of Object.entries(made)) {
          const label = `${system}: ${query} ${JSON.stringify(variables)}`;
          expect(calls, label).toBeLessThanOrEqual(predicted.calls[system] ?? 0);
        }
      }
      seen.predicted += sum(predicted.calls);
      seen.made += sum(plainCalls);
      seen.exact += Number(sum(predicted.calls) === sum(plainCalls));
    };
    const dry = callsOf(() => done.promise, DRY_RUN);
    await fc.assert(fc.asyncProperty(fc.integer(), check), { numRuns: RUNS, seed: SEED, endOnFailure: true });
    done.resolve(null);
    expect(await dry).toEqual({});
    console.log(`seed ${SEED}: ${JSON.stringify(seen)} of ${RUNS}`);
    expect(seen.valid).toBeGreaterThan(RUNS * 0.8);
    expect(seen.openEnded + seen.longer).toBeLessThan(seen.valid * 0.5);
    expect(seen.exact).toBeGreaterThan(seen.valid * 0.3);
  },
  60 * MINUTE,
);
