import * as fc from 'fast-check';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { buildGraph } from '../../server/graph.ts';
import { randomOperation } from '../support/operations.ts';
import { startProduct, type Product } from '../support/product.ts';
import { ask, withoutRequestIds } from '../support/transports.ts';
import { openRaw } from '../support/raw-streams.ts';
import type { Answer } from '../support/product.ts';

/** For more of them, set `PARITY_RUNS=2000 PARITY_SEED=7`. */
const RUNS = Number(process.env['PARITY_RUNS'] ?? 100);
const SEED = Number(process.env['PARITY_SEED'] ?? 20_260);

let product: Product;
const schema = buildGraph(domains);
beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
});
afterAll(() => product[Symbol.asyncDispose]());

/** Errors come in the order in which they happen, which caches may change. */
const comparable = (answer: Answer) => {
  const { errors, ...rest } = withoutRequestIds(answer);
  return { ...rest, errors: errors?.map((error) => JSON.stringify(error)).toSorted() };
};

test('a live query has the same first answer as over plain HTTP', async () => {
  let [valid, faulty] = [0, 0];
  const check = async (seed: number) => {
    const { query, variables } = randomOperation(schema, seed);
    if (validate(schema, parse(query)).length > 0) return;
    valid += 1;
    const withWord = (word: string) => query.replace(/^query Q(\([^)]*\))? /, (head) => head + word);
    // Of the same length, so that errors have the same locations.
    const live = withWord('@live ');
    const plain = await ask('http', product.url, { query: withWord('      '), variables });
    for (const by of ['websocket', 'sse'] as const) {
      using stream = await openRaw(by, product.url, { query: live, variables });
      const [first] = await stream.have(1);
      expect(comparable(first as Answer)).toEqual(comparable(plain));
    }
    faulty += Number(plain.errors !== undefined);
  };
  await fc.assert(fc.asyncProperty(fc.integer(), check), { numRuns: RUNS, seed: SEED, endOnFailure: true });
  console.log(`seed ${SEED}: ${valid} valid, ${faulty} with errors, of ${RUNS}`);
  expect(valid).toBeGreaterThan(RUNS * 0.8);
}, 600_000);
