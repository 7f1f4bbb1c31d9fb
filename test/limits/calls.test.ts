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

function dryRunOf(query: string, variables: Readonly<Record<string, unknown>> = {}, principal = OPEN) {
  const document = parse(query);
  const [operation] = document.definitions;
  return graph.dryRun.of(document, operation as OperationDefinitionNode, variables, principal);
}

/** The calls that are actually made, whether or not there are errors. */
function execute(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = documentOf(graph, query);
  return callsOf((id) => runPlain(graph, document, graph.newContext(undefined, id), variables));
}

/** Queries, and the calls to each system that are both predicted and made. */
const EXACT: Readonly<Record<string, readonly [query: string, calls: Readonly<Record<string, number>>]>> = {
  'a reference whose target is not read': ['{ orders { nodes { customer { id } } } }', { commerce: 1 }],
  'a page with cursors and records, which come in the same call': [
    '{ orders(first: 5) { edges { cursor node { status total { amount } } } nodes { status } pageInfo { endCursor } } }',
    { commerce: 1 },
  ],
  'a page and its total count': ['{ customers { totalCount nodes { name } } }', { crm: 2 }],
  'a list and its related records in four systems': [
    `{ orders(first: 30) { nodes {
      customer { name email } lines { product { name available } } invoice { status outstanding { amount } }
    } } }`,
    { commerce: 2, crm: 1, erp: 1, accounting: 1 },
  ],
  'two records at once, under aliases': [
    '{ a: customer(id: "customer:29485") { name } b: customer(id: "customer:11176") { name orderCount } }',
    { crm: 1, commerce: 1 },
  ],
  'a small table, read once however often it is used': [
    '{ territories { name } customers(first: 3) { nodes { territory { name countryCode } } } }',
    { crm: 2 },
  ],
  'one call per territory, since the CRM offers no other way': [
    '{ territories { name customers(first: 2) { nodes { name } } } }',
    { crm: 11 },
  ],
  'a filter by territory, which only one territory matches': [
    '{ territories { customers(first: 2, filter: { territory: "territory:4" }) { nodes { name } } } }',
    { crm: 2 },
  ],
  'the name of a department, read by an id from an earlier call': [
    '{ ledgerEntries(first: 3) { nodes { department amount } } ledgerEntry(id: "ledger-entry:1") { department } }',
    { accounting: 3 },
  ],
  'the same field of two lists, which do not arrive together': [
    '{ products(first: 100) { nodes { available } } more: products(first: 100, orderBy: { field: NAME }) { nodes { onHand } } }',
    { commerce: 2, erp: 2 },
  ],
  'a page that spans two numbered pages of the system': [
    `{ invoices(first: 70, after: "${Buffer.from('["Invoices all IssuedOn DESC",50]').toString('base64url')}") { nodes { id } } }`,
    { accounting: 2 },
  ],
  'fields left out by directives': [
    'query ($no: Boolean = false) { order(id: "order:43697") { status customer @include(if: $no) { name } invoice @skip(if: true) { id } } }',
    { commerce: 1 },
  ],
  'an id that no system has, and an invalid one': [
    '{ customer(id: "customer:x") { name } order(id: "nonsense") { status } }',
    {},
  ],
  'a page over the maximum size': ['{ orders(first: 101) { nodes { status } } }', {}],
  'discrepancies between shop and ledger': [
    '{ orders(first: 20) { nodes { discrepancies { kind order { total { amount } } invoices { status } } } } }',
    { commerce: 1, accounting: 1 },
  ],
  'reports, one call each': [
    '{ topCustomers(first: 5) { revenue { amount } customer { name } } stockOuts(first: 5) { totalCount nodes { available product { name } } } }',
    { commerce: 2, crm: 1, erp: 2 },
  ],
  'records of several types by their ids': [
    '{ nodes(ids: ["customer:29485", "product:776", "product:707"]) { id ... on Customer { name } ... on Product { name available } } }',
    { crm: 1, commerce: 1, erp: 1 },
  ],
};

describe('a dry run predicts exactly the calls that are made for', () => {
  test.each(Object.entries(EXACT))('%s', async (_, [query, calls]) => {
    expect(dryRunOf(query)).toEqual({ calls });
    expect(await execute(query)).toEqual(calls);
  });
});

describe('no system is called more often than a dry run predicts for', () => {
  test.each(Object.entries(QUERIES))('%s', async (_, { query }) => {
    const { calls, openEnded } = dryRunOf(query);
    const made = await execute(query);
    expect(Object.keys(calls)).toEqual(expect.arrayContaining(Object.keys(made)));
    if (openEnded) return;
    for (const [system, count] of Object.entries(made)) {
      expect(count, system).toBeLessThanOrEqual(calls[system] ?? 0);
    }
  });
});

describe('records that several fields need', () => {
  const territories = 'territory { orders(first: 1) { totalCount } }';

  test('may arrive earlier for some of them, and then take further calls for the others', async () => {
    const query = `{
      known: customer(id: "customer:29825") { ${territories} }
      orders(filter: { customer: "customer:29825" }, first: 2) { nodes { customer { name } } }
      others: orders(first: 10, orderBy: { field: ID, direction: ASC }) { nodes { customer { ${territories} } } }
    }`;
    const { calls } = dryRunOf(query);
    const made = await execute(query);
    for (const [system, count] of Object.entries(made))
      expect(count, system).toBeLessThanOrEqual(calls[system] ?? 0);
    expect(calls).toEqual({ crm: 3, commerce: 5 });
  });
});

describe('a field whose calls depend on what it reads', () => {
  test('is listed as open-ended', () => {
    const query = '{ discrepancies(first: 5) { totalCount nodes { kind } } }';
    expect(dryRunOf(query)).toEqual({
      calls: { commerce: 1, accounting: 1 },
      openEnded: ['Query.discrepancies'],
    });
  });

  test('makes the predicted calls if no stock is reserved for the orders', async () => {
    const query =
      '{ orders(first: 20) { nodes { fulfilment { status lines { available product { id } } } } } }';
    const { calls, openEnded } = dryRunOf(query);
    expect(openEnded).toEqual(['Order.fulfilment']);
    expect(calls).toEqual({ commerce: 1, erp: 2 });
    expect(await execute(query)).toEqual(calls);
  });
});

describe('operations other than plain queries', () => {
  test('the steps of a mutation do not count, but the reads for its answer do', () => {
    const cancel = `orderCancel(id: "order:43697") { order { id customer { name } invoice { status } } }`;
    expect(dryRunOf(`mutation { ${cancel} }`)).toEqual({
      openEnded: ['Mutation.orderCancel'],
      calls: { commerce: 1, crm: 1, accounting: 1 },
    });
    expect(dryRunOf(`mutation { ${cancel} again: ${cancel} }`)).toEqual({
      openEnded: ['Mutation.orderCancel'],
      calls: { commerce: 2, crm: 2, accounting: 2 },
    });
  });

  test('a subscription counts the calls for one event', () => {
    const query = 'subscription { orderChanged { kind order { id status customer { name } } } }';
    expect(dryRunOf(query)).toEqual({ calls: { commerce: 1, crm: 1 } });
  });

  test('fields for operators call no system', () => {
    expect(dryRunOf('{ cacheStatistics { on } changesCursor apiKeys { nodes { name } } }')).toEqual({
      calls: {},
    });
  });
});

describe('a record outside the caller’s scopes', () => {
  const known = { name: 'test', customer: '29825', expiresAt: Infinity };

  test('is not read', () => {
    const clerk = principalOf({ ...known, customer: null, scopes: ['orders:read'] });
    const query = '{ orders(first: 3) { nodes { status customer { name } invoice { status } } } }';
    expect(dryRunOf(query, {}, clerk)).toEqual({ calls: { commerce: 1 } });
  });

  test('may take a further call, to tell whether it is the caller’s own', () => {
    const customer = principalOf({ ...known, scopes: ['customer:self'] });
    const query = '{ invoices(first: 3) { nodes { status order { id } } } }';
    expect(dryRunOf(query)).toEqual({ calls: { accounting: 1 } });
    expect(dryRunOf(query, {}, customer)).toEqual({ calls: { accounting: 1, commerce: 1 } });
  });
});

describe('the operations of the benchmark', () => {
  let upstream: Running;
  let gateway: RunningGateway;
  beforeAll(async () => {
    upstream = await startUpstream();
    const env = {
      ...isthmusEnvironment(upstream.url, 'cold'),
      CHANGES_POLL_MS: '3600000',
      PORT: '0',
      DATA_DIR: dataDir(),
    };
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
    const dryRun = await ask(operation, { dryRun: true });
    expect(dryRun).toMatchObject({ data: null, extensions: { cost: { calls } } });
    expect(await countsOf(() => ask(operation, { dryRun: true }))).toEqual({ requests: 0, routes: {} });
    const { requests } = await countsOf(() => ask(operation));
    expect(requests).toBe(Object.values(calls).reduce((sum, own) => sum + own, 0));
  });
});
