import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLoyalty, type LoyaltyService } from '../examples/loyalty/service.ts';
import { settingsFor } from './support/faults/credentials.ts';
import { startProcess, type GatewayProcess } from './support/gateway-process.ts';
import { startProduct, type Answer, type Product } from './support/product.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples/loyalty');
const FOLDERS = ['schema', 'datasources', 'resolvers'];
const SOURCES = [...FOLDERS, 'changes', 'server', 'package.json', 'tsconfig.json', 'codegen.yml'];
const run = promisify(execFile);

/** A copy of the sources, to which the domain of docs/add-a-domain.md is added as that page describes. */
let copy: string;
let product: Product;
let service: LoyaltyService;
let gateway: GatewayProcess;

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'isthmus-domain-'));
  for (const name of SOURCES) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  // An empty playground: it is not tested here, and bundling it takes a while.
  mkdirSync(join(copy, 'console/dist'), { recursive: true });
  addDomain();
  [product, service] = await Promise.all([startProduct(), startLoyalty(0)]);
  const urls = { LOYALTY_URL: service.url, LOYALTY_API_KEY: 'local-loyalty-key' };
  gateway = await startProcess(copy, 'server/main.js', { ...settingsFor(product.systems), ...urls });
});
afterAll(async () => {
  await gateway.kill();
  await service.close();
  await product[Symbol.asyncDispose]();
  rmSync(copy, { recursive: true, force: true });
});

/** Adds new files, none of which replaces an existing one, and one line. */
function addDomain(): void {
  for (const folder of FOLDERS) {
    cpSync(join(EXAMPLE, folder), join(copy, folder), { recursive: true, force: false, errorOnExist: true });
  }
  const file = join(copy, 'resolvers/domains.ts');
  writeFileSync(file, `${readFileSync(file, 'utf8')}export { loyalty } from './loyalty.ts';\n`);
}

async function ask(query: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const body = JSON.stringify({ query });
  return (await (await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body })).json()) as Answer;
}

test('the new domain can be queried together with the CRM and the shop', async () => {
  const { data, errors } = await ask(`{
    loyaltyAccount(id: "loyalty-account:L-1001") {
      tier points since customer { name loyalty { id } orders(first: 1) { totalCount } }
    }
  }`);
  expect(errors).toBeUndefined();
  expect(data.loyaltyAccount).toEqual({
    tier: 'GOLD',
    points: 1200,
    since: '2012-03-01',
    customer: {
      name: 'Catherine Abel',
      loyalty: { id: 'loyalty-account:L-1001' },
      orders: { totalCount: 0 },
    },
  });
});

test('its part of a list takes one call at any length, matched by id', async () => {
  const calls = service.calls.length;
  const { data, errors } = await ask(
    '{ topCustomers(first: 100) { customer { id loyalty { points customer { id } } } } }',
  );
  expect(errors).toBeUndefined();
  expect(service.calls.length - calls).toBe(1);
  expect(data.topCustomers).toHaveLength(100);

  const some = await ask(
    '{ nodes(ids: ["customer:29485", "customer:11000", "customer:11176"]) { ... on Customer { loyalty { points tier } } } }',
  );
  expect(some.data.nodes).toEqual([
    { loyalty: { points: 1200, tier: 'GOLD' } },
    { loyalty: null },
    { loyalty: { points: 80, tier: 'SILVER' } },
  ]);
});

test('its entity has a global id, is null if it does not exist, and its ids are validated', async () => {
  const { data, errors } = await ask(`{
    nodes(ids: ["loyalty-account:L-1003", "loyalty-account:L-9", "loyalty-account:x"]) { __typename id }
    unknown: loyaltyAccount(id: "loyalty-account:L-9") { tier }
  }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    nodes: [{ __typename: 'LoyaltyAccount', id: 'loyalty-account:L-1003' }, null, null],
    unknown: null,
  });
  const wrong = await ask('{ loyaltyAccount(id: "customer:1") { tier } }');
  expect(wrong.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('its settings are listed by --help, and reported if they are missing', async () => {
  const main = (args: string[], env: Record<string, string>) =>
    run(process.execPath, ['server/main.js', ...args], {
      cwd: copy,
      env: { PATH: process.env['PATH'], ...env },
    });
  const { stdout } = await main(['--help'], {});
  expect(stdout).toMatch(/^ {2}LOYALTY_URL +address of the loyalty system, which knows points and tiers$/m);
  expect(stdout).toMatch(/^ {2}LOYALTY_API_KEY /m);
  expect(stdout).toMatch(/customer, .*, loyalty, .*supplier$/m);
  await expect(main([], settingsFor(product.systems))).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('LOYALTY_URL is missing: set it to the address of the loyalty system'),
  });
});

test('only its own fields are missing while it is down', async () => {
  await service.close();
  const { data, errors } = await ask('{ customer(id: "customer:29485") { name loyalty { points } } }');
  expect(data).toEqual({ customer: { name: 'Catherine Abel', loyalty: null } });
  expect(errors).toMatchObject([
    {
      path: ['customer', 'loyalty'],
      extensions: { code: 'UPSTREAM_UNAVAILABLE', system: 'loyalty', retryable: true },
    },
  ]);
  service = await startLoyalty(Number(new URL(service.url).port));
});

test('its types are generated from its schema, and its code passes the type check', async () => {
  const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);
  const options = {
    cwd: copy,
    env: { PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}` },
  };
  await run(bin('graphql-codegen'), ['--config', 'codegen.yml'], options);
  const project = { extends: './tsconfig.json', include: ['resolvers/*.ts', 'datasources/loyalty/*.ts'] };
  writeFileSync(join(copy, 'tsconfig.example.json'), JSON.stringify(project));
  await run(bin('tsc'), ['-p', 'tsconfig.example.json'], options);
  // The purpose of the types: a field that the schema does not have is reported.
  const resolvers = join(copy, 'resolvers/loyalty.ts');
  writeFileSync(resolvers, readFileSync(resolvers, 'utf8').replace('since:', 'sinse:'));
  await expect(run(bin('tsc'), ['-p', 'tsconfig.example.json'], options)).rejects.toMatchObject({
    stdout: expect.stringContaining('sinse'),
  });
}, 240_000);
