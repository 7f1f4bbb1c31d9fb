import { getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { Operations } from '../../server/answers/operations.ts';
import { readConfig } from '../../server/config.ts';
import { PlanMemory } from '../../server/execution/plan-memory.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { DocumentValidator } from '../../server/limits/document-validator.ts';

const MEGABYTE = 1024 * 1024;
const schema = buildGraph(domains);
const configOf = (env: Record<string, string>) => readConfig(env, systemsOf(domains));

/** What is found of operations after all of them were learnt. */
function foundAfter(all: readonly string[], bytes: number) {
  const documents = new DocumentValidator(schema, configOf({}));
  const operations = new Operations(schema, documents, new PlanMemory(), {
    operations: bytes,
    documents: MEGABYTE,
  });
  for (const source of all) {
    const document = parse(source);
    const learnt = { request: {}, source, queryHash: source, document, metrics: {} };
    operations.learn({ ...learnt, operation: getOperationAST(document) } as never);
  }
  const question = { hash: null, operationName: null, variables: {}, variablesText: '' };
  return all.map((query) => operations.find({ ...question, query } as never));
}

/** The operations that are still known after many were learnt, of two fields each. */
function knownAfter(count: number, bytes: number): readonly number[] {
  const all = Array.from({ length: count }, (_, n) => `query A${n} { products { nodes { id name } } }`);
  const found = foundAfter(all, bytes);
  return [...all.keys()].filter((n) => found[n]);
}

/** A short operation of more fields than twice two to this power. */
function doubling(power: number): string {
  const fragments = Array.from(
    { length: power },
    (_, n) =>
      `fragment P${n + 1} on Product { a: stock { product { ...P${n} } } b: stock { product { ...P${n} } } }`,
  );
  return `{ product(id: "product:1") { ...P${power} } } fragment P0 on Product { name } ${fragments.join(' ')}`;
}

test('no more operations are known than there is memory for, the most recent ones', () => {
  expect(knownAfter(9, MEGABYTE)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(knownAfter(9, 15_000)).toEqual([6, 7, 8]);
});

test('an operation with very many fields has no plan, however short its text', () => {
  expect(foundAfter([doubling(5), doubling(10)], MEGABYTE)).toEqual([expect.anything(), null]);
});

test('CACHE_BYTES is divided among all that is cached', () => {
  const { values, templates, plans, operations, documents } = configOf({}).cache.bytes;
  expect(values + templates + plans + operations + 4 * documents).toBe(128 * MEGABYTE);
  expect(Math.min(values, templates, plans, operations, documents)).toBeGreaterThan(0);
});

test('with CACHE_BYTES=0 only operations are in memory, in 16 MB', () => {
  const { values, templates, plans, operations, documents } = configOf({ CACHE_BYTES: '0' }).cache.bytes;
  expect([values, templates, plans + operations + 4 * documents]).toEqual([0, 0, 16 * MEGABYTE]);
});
