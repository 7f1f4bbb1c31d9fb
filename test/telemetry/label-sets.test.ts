import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { answeredOperations } from '../../server/channels.ts';
import { countOperations } from '../../server/telemetry/metrics/operations.ts';

function answer(name: string, client: string, by: 'cache' | 'plan' | 'engine'): void {
  answeredOperations.publish({
    name,
    type: 'query',
    hash: null,
    document: null,
    variables: {},
    client: { name: client, version: null },
    transport: 'http',
    by,
    errors: 0,
    codes: [],
    requestId: 'r',
    caller: 'anonymous',
    ms: 1,
  });
}

test('names of operations and clients have a limited number of series together, and nothing is left uncounted', async () => {
  const registry = new Registry();
  const stop = countOperations(registry, { maxOperations: 200, maxClients: 20 });
  answer('First', 'shop', 'cache');
  for (const by of ['cache', 'plan', 'engine'] as const) {
    for (let name = 0; name < 199; name += 1)
      for (let client = 0; client < 19; client += 1) answer(`A${name}`, `c${client}`, by);
  }
  answer('First', 'shop', 'cache');
  answer('First', 'c1', 'engine');
  stop();
  const metrics = await registry.getMetricsAsJSON();
  const values = metrics.find(({ name }) => name === 'isthmus_operations_total')?.values ?? [];
  expect(values.length).toBeLessThanOrEqual(4_010);
  expect(values.reduce((sum, { value }) => sum + value, 0)).toBe(3 * 199 * 19 + 3);
  const countOf = (operation: string, client: string) =>
    values
      .filter(({ labels }) => labels['operation'] === operation && labels['client'] === client)
      .reduce((sum, { value }) => sum + value, 0);
  expect(countOf('First', 'shop')).toBe(2);
  expect(countOf('First', 'other')).toBe(1);
});
