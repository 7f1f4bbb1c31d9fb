import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isCompositeType,
  isListType,
  isObjectType,
  parse,
  type GraphQLSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { buildGraph, buildSubgraph, systemsOf } from '../../server/graph.ts';
import { OperationCost } from '../../server/limits/cost.ts';
import { DocumentValidator } from '../../server/limits/document-validator.ts';
import { fieldCostOf } from '../../server/limits/field-cost.ts';
import { subgraphDefaults } from '../../server/graph/subgraph.ts';
import { QUERIES } from '../support/queries.ts';

const graph = buildGraph(domains);
const systems = systemsOf(domains);
const { limits } = readConfig({}, systems);

function costIn(schema: GraphQLSchema, query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error(`no operation in ${query}`);
  return new OperationCost(schema, document, operation).of(variables);
}

const cost = (query: string, variables?: Record<string, unknown>) => costIn(graph, query, variables);

describe('the cost of an operation', () => {
  test.each<[what: string, query: string, variables: Record<string, unknown>, cost: number]>([
    ['leaves cost nothing', '{ __typename }', {}, 0],
    ['an object costs 1', '{ order(id: "order:1") { status } }', {}, 1],
    ['an object in an object costs 2', '{ order(id: "order:1") { total { amount } } }', {}, 2],
    ['a page costs 1 plus its length', '{ orders(first: 7) { nodes { id } } }', {}, 1 + 7],
    ['a page without a length costs its default length', '{ orders { nodes { id } } }', {}, 1 + 20],
    ['edges cost as much again', '{ orders(first: 7) { edges { node { id } } } }', {}, 1 + 7 * 2],
    [
      'lists inside lists multiply',
      '{ orders(first: 7) { nodes { lines { tax { amount } } } } }',
      {},
      1 + 7 * (1 + 3 * 2),
    ],
    ['a list of objects costs by its length argument', '{ topCustomers(first: 4) { units } }', {}, 4 * 10],
    [
      'a report costs 100 plus its rows',
      '{ salesReport(groupBy: [YEAR], first: 9) { rows { units } } }',
      {},
      100 + 9,
    ],
    ['a list of ids costs its length', '{ nodes(ids: ["a", "b"]) { id } }', {}, 2],
    [
      'a mutation costs 10 more',
      'mutation { customerCreate(input: {kind: PERSON}) { userErrors { code } } }',
      {},
      12,
    ],
    [
      'a variable counts with its value',
      'query ($n: Int!) { orders(first: $n) { nodes { id } } }',
      { n: 3 },
      1 + 3,
    ],
    [
      'a variable without a value counts with its default',
      'query ($n: Int = 5) { orders(first: $n) { nodes { id } } }',
      {},
      1 + 5,
    ],
    [
      'a variable with neither counts with the argument’s default',
      'query ($n: Int) { orders(first: $n) { nodes { id } } }',
      {},
      21,
    ],
    [
      'a list of ids in a variable costs its length',
      'query ($i: [ID!]!) { nodes(ids: $i) { id } }',
      { i: ['a', 'b', 'c'] },
      3,
    ],
    ['a single value for a list costs 1', 'query ($i: [ID!]!) { nodes(ids: $i) { id } }', { i: 'a' }, 1],
    ['a negative length costs nothing', '{ orders(first: -5) { nodes { id } } }', {}, 1],
    [
      'a fragment counts each time it is spread',
      '{ a: order(id: "x") { ...f } b: order(id: "y") { ...f ...f } } fragment f on Order { total { amount } }',
      {},
      1 + 1 + (1 + 2),
    ],
    [
      'a total that has to be computed costs extra',
      '{ discrepancies(first: 1) { totalCount } }',
      {},
      200 + 1000,
    ],
  ])('%s', (_what, query, variables, expected) => {
    expect(cost(query, variables)).toBe(expected);
  });

  test('is computed again for other lengths, and once for the same', () => {
    const document = parse('query ($n: Int!, $s: String) { orders(first: $n, after: $s) { nodes { id } } }');
    const operation = getOperationAST(document);
    const one = operation && new OperationCost(graph, document, operation);
    const costs = [{ n: 2, s: 'a' }, { n: 5 }, { n: 2, s: 'b' }, { n: Infinity }, { n: null }, {}].map(
      (variables) => one?.of(variables),
    );
    expect(costs).toEqual([3, 6, 3, Infinity, 21, 21]);
  });

  test('includes the weights of types, arguments and enums', () => {
    const schema = buildSchema(`
      directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | OBJECT | SCALAR
      type Query { heavy(by: By, deep: Boolean @cost(weight: 5)): Heavy figure: Figure }
      type Heavy @cost(weight: 20) { name: String }
      scalar Figure @cost(weight: 3)
      enum By @cost(weight: 2) { A }
    `);
    expect(costIn(schema, '{ heavy { name } figure }')).toBe(23);
    expect(costIn(schema, '{ heavy(by: A, deep: true) { name } }')).toBe(27);
  });
});

test('the schema states the length of every list of objects', () => {
  const objects = Object.values(graph.getTypeMap()).filter(isObjectType);
  const fields = objects
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
  const sizedByParent = new Set(fields.flatMap(({ field }) => fieldCostOf(field).size.sized));
  const unsized = fields
    .filter(
      ({ field }) => isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type)),
    )
    .filter(({ field }) => {
      const { slicing, given, assumed } = fieldCostOf(field).size;
      return slicing.length === 0 && given === null && assumed === null && !sizedByParent.has(field.name);
    });
  expect(unsized.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
});

const EXAMPLES = new URL('../../console/examples/', import.meta.url);
const examples = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => [name, readFileSync(new URL(name, EXAMPLES), 'utf8')] as const);
const queries = Object.entries(QUERIES).map(([name, { query }]) => [name, query] as const);
const documents = new DocumentValidator(graph, { limits, introspection: true });

test.each([...queries, ...examples])('"%s" is within all limits', (_name, query) => {
  expect(documents.faultsOf(parse(query))).toEqual([]);
  expect(documents.costFault(cost(query))).toBeNull();
});

test('a list of a hundred customers with the lines of their orders is within the cost limit', () => {
  const query =
    '{ customers(first: 100) { nodes { orders { nodes { lines { product { name } } total { amount } } } } } }';
  expect(documents.costFault(cost(query))).toBeNull();
});

test('in a subgraph, the cost of _entities grows with the number of representations', () => {
  const subgraph = buildSubgraph(domains, 'order');
  const limit = readConfig({}, systems, subgraphDefaults(domains, 'order')).limits.cost;
  const ask = (selection: string, entities: number) =>
    costIn(
      subgraph,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { ${selection} } } }`,
      {
        r: Array.from({ length: entities }, (_, id) => ({ __typename: 'Product', id })),
      },
    );
  const orders = (inner: string) => `orders(first: 100) { nodes { ${inner} } }`;
  expect(ask(orders('lines { product { id } }'), 2)).toBe(2 * (1 + 1 + 100 * (1 + 3 * 2)));
  expect(ask(orders('id'), 500)).toBeLessThan(limit);
  expect(ask(orders('id'), 600)).toBeGreaterThan(limit);
});
