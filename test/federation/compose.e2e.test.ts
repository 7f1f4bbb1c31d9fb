import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, isObjectType, type GraphQLSchema } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { furtherSubgraph, ownSubgraphs, SubgraphError } from '../../scripts/compose/subgraphs.ts';
import { buildGraph, federatedOf } from '../../server/graph.ts';
import { urlOf } from '../../server/graph/subgraph.ts';
import { runCompose } from '../support/federation.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { startLoyalty } from './loyalty.ts';

const folder = mkdtempSync(join(tmpdir(), 'isthmus-compose-'));
const out = join(folder, 'supergraph.graphql');
afterAll(() => rmSync(folder, { recursive: true }));

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** Composes the domains with one more subgraph of this SDL; no output of an earlier run is left. */
async function composeWith(sdl: string) {
  const file = join(folder, 'loyalty.graphql');
  writeFileSync(file, `${LINK}\n${sdl}`);
  rmSync(out, { force: true });
  return runCompose(['--out', out, '--subgraph', `loyalty=${file}@http://127.0.0.1:9/graphql`]);
}

test('the domains compose without hints, each with its URL', async () => {
  const { code, stdout, stderr } = await runCompose([
    '--out',
    out,
    '--url',
    'order=https://orders.example.com/graphql',
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('composed of 10 subgraphs');
  expect(stdout).toContain(urlOf(domains, 'customer'));
  const supergraph = readFileSync(out, 'utf8');
  expect(supergraph).toContain('@join__graph(name: "order", url: "https://orders.example.com/graphql")');
  expect(supergraph).toContain(`@join__graph(name: "node", url: "${urlOf(domains, 'node')}")`);
});

test('the supergraph has every field of the graph, with the same type and description', async () => {
  await runCompose(['--out', out]);
  const supergraph = buildSchema(readFileSync(out, 'utf8'));
  const fields = (schema: GraphQLSchema) =>
    Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type))
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.values(type.getFields()).map((field) => [type.name, field] as const))
      .map(([type, { name, type: of, description }]) => `${type}.${name}: ${String(of)} ${description}`)
      .toSorted();
  expect(fields(supergraph)).toEqual(fields(buildGraph(federatedOf(domains))));
});

test('the SDL of a subgraph is read from its running service', async () => {
  const loyalty = await startLoyalty();
  try {
    const { code, stdout } = await runCompose(['--out', out, '--subgraph', `loyalty=${loyalty.url}`]);
    expect(code).toBe(0);
    expect(stdout).toContain('composed of 11 subgraphs');
    expect(readFileSync(out, 'utf8')).toMatch(/loyaltyPoints: Int @join__field\(graph: LOYALTY\)/);
  } finally {
    await loyalty.close();
  }
});

test('a field owned by two subgraphs is refused; the error gives both locations and the remedy', async () => {
  const { code, stdout, stderr } = await composeWith(
    'type Customer @key(fields: "id") { id: ID! name: String }',
  );
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('INVALID_FIELD_SHARING');
  expect(stderr).toMatch(/At: schema\/customer\.graphql:\d+, \S+loyalty\.graphql:2/);
  expect(stderr).toMatch(/Remedy: Let one subgraph own the field/);
  expect(existsSync(out)).toBe(false);
});

test('an enum with differing values is refused; the error gives the remedy', async () => {
  const { code, stderr } = await composeWith(
    'enum OrderChannel { ONLINE FAX } type Query { faxes(by: OrderChannel): [OrderChannel!] }',
  );
  expect(code).toBe(1);
  expect(stderr).toContain('value "FAX" is not defined in all the subgraphs');
  expect(stderr).toContain('repeat the values in each');
});

test('a key that no other subgraph can resolve is refused, in fewer than 30 lines', async () => {
  const { code, stderr } = await composeWith(
    'type Customer @key(fields: "number") { number: Int! loyaltyPoints: Int }',
  );
  expect(code).toBe(1);
  expect(stderr).toContain('cannot find field "Customer.loyaltyPoints".');
  expect(stderr).toContain('@key(fields: "id")');
  expect(stderr.split('\n').length).toBeLessThan(30);
});

test('a description that differs from the owner’s composes, with a warning', async () => {
  const { code, stderr } = await composeWith(
    '"Who is loyal." type Customer @key(fields: "id") { id: ID! points: Int }',
  );
  expect(code).toBe(0);
  expect(stderr).toContain('INCONSISTENT_DESCRIPTION');
  expect(stderr).toContain('Remedy: Let the owner of the type describe it');
});

test('invalid options are refused with a message and the usage', async () => {
  const refused = await Promise.all([
    runCompose(['--frobnicate']),
    runCompose(['--url', 'nobody=http://127.0.0.1/']),
  ]);
  expect(refused.map(({ code }) => code)).toEqual([1, 1]);
  expect(refused.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
    "Unknown option '--frobnicate'",
    `--url names no domain: nobody. There are: ${Object.keys(federatedOf(domains)).toSorted().join(', ')}.`,
  ]);
  for (const { stderr } of refused) expect(stderr).toContain('Usage: npm run compose');
});

test.each([
  ['order=localhost', '--url takes an address that begins with http:// or https://, got "localhost".'],
  ['order', '--url takes name=url, got "order".'],
])('--url %s is refused', (place, message) => {
  expect(() => ownSubgraphs(domains, [place])).toThrow(new SubgraphError(message));
});

test.each([
  ['loyalty', '--subgraph takes name=url or name=file.graphql@url, got "loyalty".'],
  ['order=http://127.0.0.1:9/', 'say where it runs with --url order=http://127.0.0.1:9/'],
  ['loyalty=http://127.0.0.1:9/', 'does not answer GraphQL at http://127.0.0.1:9/. Is it running?'],
  [
    'loyalty=nothing.graphql@http://127.0.0.1:9/',
    'The file "nothing.graphql" of subgraph "loyalty" cannot be read.',
  ],
  ['loyalty=some.graphql', 'A file needs one as well: --subgraph loyalty=some.graphql@http://'],
  ['loyalty=package.json@http://127.0.0.1:9/', 'The SDL is not GraphQL. Syntax Error'],
])('--subgraph %s is refused', async (argument, message) => {
  await expect(furtherSubgraph(domains, argument)).rejects.toThrow(message);
});

test('a service that does not reveal its SDL is reported differently from one that is down', async () => {
  const gateway = await startGatewayAlone();
  const refused = furtherSubgraph(domains, `loyalty=${gateway.url}/graphql`).finally(() => gateway.close());
  await expect(refused).rejects.toThrow(
    /gave no SDL for .* take its SDL from a file: --subgraph loyalty=file\.graphql@/s,
  );
});
