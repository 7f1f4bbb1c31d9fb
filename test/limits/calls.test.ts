import { parse, type OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerQuery, longQuery, pageQuery, type Operation } from '../../bench/operations.ts';
import { isthmusEnvironment } from '../../bench/targets/isthmus.ts';
import { startUpstream, type Counts } from '../../bench/upstream/server.ts';
import type { Running } from '../../bench/listen.ts';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway, type RunningGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { OPEN, principalOf } from '../../server/identity/principals.ts';
import { createLog } from '../../server/log.ts';
import { callsOf } from '../support/calls.ts';
import { documentOf, openGraph, runPlain, type Graph } from '../support/execution.ts';
import { dataDir } from '../support/gateway.ts';
import { startProduct, type Product } from '../support/product.ts';
import { QUERIES } from '../support/queries.ts';

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

function toldOf(query: string, variables: Readonly<Record<string, unknown>> = {}, principal = OPEN) {
  const document = parse(query);
  const [operation] = document.definitions;
  return graph.dryRun.of(document, operation as OperationDefinitionNode, variables, principal);
}

/** What is made in fact, errors or not. */
function madeBy(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = documentOf(graph, query);
  return callsOf((id) => runPlain(graph, document, graph.newContext(undefined, id), variables));
}

/** Queries, and the calls that they are told and make. */
const EXACT: Readonly<Record<string, readonly [query: string, calls: Readonly<Record<string, number>>]>> = {
  'a reference, which costs nothing': ['{ orders { nodes { customer { id } } } }', { commerce: 1 }],
  'a page, its cursors and its records, which came along': [
    '{ orders(first: 5) { edges { cursor node { status total { amount } } } nodes { status } pageInfo { endCursor } } }',
    { commerce: 1 },
  ],
  'a page and its count': ['{ customers { totalCount nodes { name } } }', { crm: 2 }],
  'a list and all that belongs to it, over four systems': [
    `{ orders(first: 30) { nodes {
      customer { name email } lines { product { name available } } invoice { status outstanding { amount } }
    } } }`,
    { commerce: 2, crm: 1, erp: 1, accounting: 1 },
  ],
  'two at once, under names of their own': [
    '{ a: customer(id: "customer:29485") { name } b: customer(id: "customer:11176") { name orderCount } }',
    { crm: 1, commerce: 1 },
  ],
  'a small table, however often it is looked up': [
    '{ territories { name } customers(first: 3) { nodes { territory { name countryCode } } } }',
    { crm: 2 },
  ],
  'one call a territory, which is all that the CRM has': [
    '{ territories { name customers(first: 2) { nodes { name } } } }',
    { crm: 11 },
  ],
  'a filter by territory, which fits one of them': [
    '{ territories { customers(first: 2, filter: { territory: "territory:4" }) { nodes { name } } } }',
    { crm: 2 },
  ],
  'the name of a department, which is read by what was read': [
    '{ ledgerEntries(first: 3) { nodes { department amount } } ledgerEntry(id: "ledger-entry:1") { department } }',
    { accounting: 3 },
  ],
  'the same of two lists, which are not there at once': [
    '{ products(first: 100) { nodes { available } } more: products(first: 100, orderBy: { field: NAME }) { nodes { onHand } } }',
    { commerce: 2, erp: 2 },
  ],
  'a page across two numbered ones': [
    `{ invoices(first: 70, after: "${Buffer.from('["at",50]').toString('base64url')}") { nodes { id } } }`,
    { accounting: 2 },
  ],
  'what is left out by a directive': [
    'query ($no: Boolean = false) { order(id: "order:43697") { status customer @include(if: $no) { name } invoice @skip(if: true) { id } } }',
    { commerce: 1 },
  ],
  'an id that no system has, and one that is none': [
    '{ customer(id: "customer:x") { name } order(id: "nonsense") { status } }',
    {},
  ],
  'a page that is too long': ['{ orders(first: 101) { nodes { status } } }', {}],
  'where shop and ledger disagree about an order': [
    '{ orders(first: 20) { nodes { discrepancies { kind order { total { amount } } invoices { status } } } } }',
    { commerce: 1, accounting: 1 },
  ],
  'reports, which are one call each': [
    '{ topCustomers(first: 5) { revenue { amount } customer { name } } stockOuts(first: 5) { totalCount nodes { available product { name } } } }',
    { commerce: 2, crm: 1, erp: 2 },
  ],
  'things of many kinds by their ids': [
    '{ nodes(ids: ["customer:29485", "product:776", "product:707"]) { id ... on Customer { name } ... on Product { name available } } }',
    { crm: 1, commerce: 1, erp: 1 },
  ],
};

describe('what a dry run says is what is called', () => {
  test.each(Object.entries(EXACT))('%s', async (_, [query, calls]) => {
    expect(toldOf(query)).toEqual({ calls });
    expect(await madeBy(query)).toEqual(calls);
  });
});

describe('whatever is asked, no system is called more often', () => {
  test.each(Object.entries(QUERIES))('%s', async (_, { query }) => {
    const { calls, openEnded } = toldOf(query);
    const made = await madeBy(query);
    expect(Object.keys(calls)).toEqual(expect.arrayContaining(Object.keys(made)));
    if (openEnded) return;
    for (const [system, count] of Object.entries(made)) {
      expect(count, system).toBeLessThanOrEqual(calls[system] ?? 0);
    }
  });
});

describe('what is needed for several places', () => {
  const territories = 'territory { orders(first: 1) { totalCount } }';

  test('may be there for a part of them before, so that the others go on later', async () => {
    const query = `{
      known: customer(id: "customer:29825") { ${territories} }
      orders(filter: { customer: "customer:29825" }, first: 2) { nodes { customer { name } } }
      others: orders(first: 10, orderBy: { field: ID, direction: ASC }) { nodes { customer { ${territories} } } }
    }`;
    const { calls } = toldOf(query);
    const made = await madeBy(query);
    for (const [system, count] of Object.entries(made))
      expect(count, system).toBeLessThanOrEqual(calls[system] ?? 0);
    expect(calls).toEqual({ crm: 3, commerce: 5 });
  });
});

describe('what reads on by what it finds', () => {
  test('is named', () => {
    const query = '{ discrepancies(first: 5) { totalCount nodes { kind } } }';
    expect(toldOf(query)).toEqual({
      calls: { commerce: 1, accounting: 1 },
      openEnded: ['Query.discrepancies'],
    });
  });

  test('is what it says where no goods are held', async () => {
    const query =
      '{ orders(first: 20) { nodes { fulfilment { status lines { available product { id } } } } } }';
    const { calls, openEnded } = toldOf(query);
    expect(openEnded).toEqual(['Order.fulfilment']);
    expect(calls).toEqual({ commerce: 1, erp: 2 });
    expect(await madeBy(query)).toEqual(calls);
  });
});

describe('what is not run', () => {
  test('the steps of a mutation do not count, what is read for its answer does', () => {
    const cancel = `orderCancel(id: "order:43697") { order { id customer { name } invoice { status } } }`;
    expect(toldOf(`mutation { ${cancel} }`)).toEqual({
      openEnded: ['Mutation.orderCancel'],
      calls: { commerce: 1, crm: 1, accounting: 1 },
    });
    expect(toldOf(`mutation { ${cancel} again: ${cancel} }`)).toEqual({
      openEnded: ['Mutation.orderCancel'],
      calls: { commerce: 2, crm: 2, accounting: 2 },
    });
  });

  test('of a subscription it is what one event is told by', () => {
    const query = 'subscription { orderChanged { kind order { id status customer { name } } } }';
    expect(toldOf(query)).toEqual({ calls: { commerce: 1, crm: 1 } });
  });

  test('what operators ask calls no system', () => {
    expect(toldOf('{ cacheStatistics { on } changesCursor apiKeys { nodes { name } } }')).toEqual({
      calls: {},
    });
  });
});

describe('what a caller is not granted', () => {
  const known = { name: 'test', customer: '29825', expiresAt: Infinity };

  test('is not read for him', () => {
    const clerk = principalOf({ ...known, customer: null, scopes: ['orders:read'] });
    const query = '{ orders(first: 3) { nodes { status customer { name } invoice { status } } } }';
    expect(toldOf(query, {}, clerk)).toEqual({ calls: { commerce: 1 } });
  });

  test('has to be looked up, whose it is', () => {
    const customer = principalOf({ ...known, scopes: ['customer:self'] });
    const query = '{ invoices(first: 3) { nodes { status order { id } } } }';
    expect(toldOf(query)).toEqual({ calls: { accounting: 1 } });
    expect(toldOf(query, {}, customer)).toEqual({ calls: { accounting: 1, commerce: 1 } });
  });
});

describe('the operations of the benchmark', () => {
  let upstream: Running;
  let gateway: RunningGateway;
  beforeAll(async () => {
    upstream = await startUpstream();
    const env = { ...isthmusEnvironment(upstream.url, 'cold'), PORT: '0', DATA_DIR: dataDir() };
    const config = readConfig(env, systemsOf(domains));
    const log = createLog({ level: 'silent', pretty: false });
    gateway = await startGateway({ config, domains, schema: buildGraph(domains), log });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  const post = async (url: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  const countsOf = async (work: () => Promise<unknown>) => {
    await post(`${upstream.url}/_control`, { delayMs: 0 });
    await work();
    return (await post(`${upstream.url}/_control`, { delayMs: 0 })) as Counts;
  };
  const ask = (operation: Operation, extensions = {}) =>
    post(`${gateway.url}/graphql`, { ...operation, extensions });

  test.each([
    ['Q1', customerQuery(11_042), { crm: 1 }],
    ['Q2', pageQuery(50, null), { commerce: 2, crm: 1, erp: 1, accounting: 1 }],
    ['Q3', longQuery(), { commerce: 1, crm: 1 }],
  ])('%s', async (_, operation, calls) => {
    const told = await ask(operation, { dryRun: true });
    expect(told).toMatchObject({ data: null, extensions: { cost: { calls } } });
    expect(await countsOf(() => ask(operation, { dryRun: true }))).toEqual({ requests: 0, routes: {} });
    const { requests } = await countsOf(() => ask(operation));
    expect(requests).toBe(Object.values(calls).reduce((sum, own) => sum + own, 0));
  });
});
