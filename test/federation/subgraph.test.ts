import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { graphql } from 'graphql';
import { expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { buildSubgraph, federatedOf, systemsOf } from '../../server/graph.ts';
import { OPEN } from '../../server/identity/principals.ts';
import { portOf, subgraphDefaults, urlOf } from '../../server/graph/subgraph.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const systems = systemsOf(domains);

test('a subgraph listens at the address that composition uses, and PORT changes its port', () => {
  const ports = Object.keys(federatedOf(domains)).map((name) => {
    const defaults = subgraphDefaults(domains, name);
    expect(readConfig({ PORT: '5000' }, systems, defaults).port).toBe(5000);
    const { port } = readConfig({}, systems, defaults);
    expect(urlOf(domains, name)).toBe(`http://127.0.0.1:${port}/graphql`);
    return port;
  });
  expect(ports.toSorted()).toEqual(ports.map((_, index) => 4201 + index));
});

test('a subgraph allows larger but not deeper requests than a gateway for clients, and settings lower that', () => {
  const defaults = subgraphDefaults(domains, 'order');
  const [clients, gateway] = [readConfig({}, systems), readConfig({}, systems, defaults)];
  for (const limit of ['tokens', 'aliases', 'rootFields', 'bodyBytes'] as const) {
    expect(gateway.limits[limit]).toBeGreaterThan(clients.limits[limit]);
  }
  expect(gateway.limits.depth).toBe(clients.limits.depth);
  expect(readConfig({ MAX_ALIASES: '7' }, systems, defaults).limits.aliases).toBe(7);
});

test('an unknown domain is reported without a stack trace', async () => {
  expect(() => portOf(domains, 'nobody')).toThrow(
    'There is no domain "nobody". There are: customer, invoice',
  );
  const start = promisify(execFile)(process.execPath, ['server/main.js', '--subgraph', 'nobody'], {
    cwd: ROOT,
  });
  await expect(start).rejects.toMatchObject({
    code: 1,
    stderr:
      'There is no domain "nobody". There are: ' +
      `${Object.keys(federatedOf(domains)).toSorted().join(', ')}.\n`,
  });
});

test('the cache domain is not a subgraph, since each subgraph has its own caches', () => {
  expect(Object.keys(domains)).toContain('cache');
  expect(Object.keys(federatedOf(domains))).not.toContain('cache');
  expect(() => buildSubgraph(domains, 'cache')).toThrow('There is no domain "cache". There are: customer');
});

test('with introspection off, _service is refused and _entities still answers', async () => {
  const source = '{ _service { sdl } _entities(representations: []) { __typename } }';
  const ask = (introspection: boolean, query: string) =>
    graphql({
      schema: buildSubgraph(domains, 'order', introspection),
      source: query,
      contextValue: { principal: OPEN },
    });
  const open = await ask(true, source);
  expect(open).toMatchObject({ data: { _service: { sdl: expect.stringContaining('type Order') } } });
  const { data, errors } = await ask(false, '{ _entities(representations: []) { __typename } }');
  expect([data, errors]).toEqual([{ _entities: [] }, undefined]);
  const refused = await ask(false, source);
  expect(refused.errors?.map(({ extensions }) => extensions['code'])).toEqual(['INTROSPECTION_DISABLED']);
  expect(JSON.stringify(refused)).not.toContain('type Order');
});
