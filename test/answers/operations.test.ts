import { getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { Operations } from '../../server/answers/operations.ts';
import { readConfig } from '../../server/config.ts';
import { TemplateMemory } from '../../server/execution/template.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { DocumentValidator } from '../../server/limits/document-validator.ts';

const MEGABYTE = 1024 * 1024;
const schema = buildGraph(domains);
const configOf = (env: Record<string, string>) => readConfig(env, systemsOf(domains));

/** The operations that are still known after many were learnt, of two fields each. */
function knownAfter(count: number, plans: number): readonly number[] {
  const documents = new DocumentValidator(schema, configOf({}));
  const operations = new Operations(schema, documents, new TemplateMemory(), { plans, documents: MEGABYTE });
  const all = Array.from({ length: count }, (_, n) => `query A${n} { products { nodes { id name } } }`);
  for (const source of all) {
    const document = parse(source);
    const learnt = { request: {}, source, queryHash: source, document, metrics: {} };
    operations.learn({ ...learnt, operation: getOperationAST(document) } as never);
  }
  const question = { hash: null, operationName: null, variables: {}, variablesText: '' };
  return [...all.keys()].filter((n) => operations.find({ ...question, query: all[n] ?? '' } as never));
}

test('no more operations are known than there is memory for, the most recent ones', () => {
  expect(knownAfter(9, MEGABYTE)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(knownAfter(9, 45_000)).toEqual([6, 7, 8]);
});

test('CACHE_BYTES is divided among all that is cached', () => {
  const { values, templates, plans, documents } = configOf({}).cache.bytes;
  expect(values + templates + plans + 4 * documents).toBe(128 * MEGABYTE);
  expect(Math.min(values, templates, plans, documents)).toBeGreaterThan(0);
});

test('with CACHE_BYTES=0 only operations are in memory, in 16 MB', () => {
  const { values, templates, plans, documents } = configOf({ CACHE_BYTES: '0' }).cache.bytes;
  expect([values, templates, plans + 4 * documents]).toEqual([0, 0, 16 * MEGABYTE]);
});
