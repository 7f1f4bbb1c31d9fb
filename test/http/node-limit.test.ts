import { readdirSync, readFileSync } from 'node:fs';
import { parse, Source, validate } from 'graphql';
import { expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { buildGraph, buildSubgraph, systemsOf } from '../../server/graph.ts';
import { limitsRule } from '../../server/limits/rules.ts';
import { subgraphDefaults } from '../../server/subgraph.ts';
import { QUERIES } from '../support/queries.ts';

const EXAMPLES = new URL('../../console/examples/', import.meta.url);
const schema = buildGraph(domains);
const systems = systemsOf(domains);
const { limits } = readConfig({}, systems);
const examples = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => [name, readFileSync(new URL(name, EXAMPLES), 'utf8')] as const);
const queries = Object.entries(QUERIES).map(([name, { query }]) => [name, query] as const);

test.each([...queries, ...examples])('"%s" is within the limits', (name, query) => {
  expect(validate(schema, parse(new Source(query, name)), [limitsRule(limits)])).toEqual([]);
});

test('a list of a hundred customers with the lines of their orders is within the limits', () => {
  const query =
    '{ customers(first: 100) { nodes { orders { nodes { lines { product { name } } total { amount } } } } } }';
  expect(validate(schema, parse(query), [limitsRule(limits)])).toEqual([]);
});

test('a subgraph counts as well, with room for entities whose number nobody knows', () => {
  const subgraph = buildSubgraph(domains, 'order');
  const rule = limitsRule(readConfig({}, systems, subgraphDefaults(domains, 'order')).limits);
  const ask = (selection: string) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { ${selection} } } }`;
    return validate(subgraph, parse(query), [rule]).map(({ message }) => message);
  };
  const orders = (inner: string) => `orders(first: 100) { nodes { ${inner} } }`;
  expect(ask(orders('lines { product { id } }'))).toEqual([]);
  expect(ask(orders(`lines { product { ${orders('id')} } }`))).toEqual([
    expect.stringContaining('the limit is 60000'),
  ]);
});
