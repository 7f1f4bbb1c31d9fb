import { dataDir } from './support/gateway.ts';
import assert from 'node:assert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHandwritten } from '../bench/handwritten/server.ts';
import type { Running } from '../bench/listen.ts';
import { dataOf } from '../bench/ask.ts';
import { start } from '../bench/measure.ts';
import { customerQuery, longQuery, pageQuery, walkQuery, type Operation } from '../bench/operations.ts';
import { isthmusEnvironment } from '../bench/targets/isthmus.ts';
import { targets } from '../bench/targets/targets.ts';
import { startUpstream, type Counts } from '../bench/upstream/server.ts';
import * as domains from '../resolvers/domains.ts';
import { readConfig } from '../server/config.ts';
import { startGateway, type RunningGateway } from '../server/gateway.ts';
import { buildGraph, systemsOf } from '../server/graph.ts';
import { createLog } from '../server/log.ts';

// The benchmark compares servers that give the same answers, and counts REST calls: both are checked here, without its peers.
describe('the benchmark', () => {
  let upstream: Running;
  let handwritten: Running;
  let product: RunningGateway;

  beforeAll(async () => {
    upstream = await startUpstream();
    handwritten = await startHandwritten(upstream.url);
    const env = {
      ...isthmusEnvironment(upstream.url, 'cold'),
      CHANGES_POLL_MS: '3600000',
      PORT: '0',
      DATA_DIR: dataDir(),
    };
    const config = readConfig(env, systemsOf(domains));
    const log = createLog({ level: 'silent', pretty: false });
    product = await startGateway({ config, domains, schema: buildGraph(domains), log });
  });

  afterAll(async () => {
    await product.close();
    await handwritten.close();
    await upstream.close();
  });

  const reference = (operation: Operation) => ask(handwritten.url, operation);
  const ours = (operation: Operation) => ask(`${product.url}/graphql`, operation);

  const counted = async (read: () => Promise<unknown>): Promise<number> => {
    await control(upstream.url, 0);
    await read();
    return (await control(upstream.url, 0)).requests;
  };

  it('has a reference that gives the same answers as the product', async () => {
    for (const operation of [customerQuery(11_042), pageQuery(50, null), longQuery(100)]) {
      const expected = await reference(operation);
      expect(expected).toMatch(/^\{"data":\{"(customer|orders)":\{/);
      expect(await ours(operation)).toBe(expected);
    }
  });

  it('finds the same orders when each server’s pages are walked by its own cursors', async () => {
    let [ownAfter, after]: (string | null)[] = [null, null];
    for (let page = 0; page < 3; page++) {
      expect(await ours(pageQuery(50, ownAfter ?? null))).toBe(await reference(pageQuery(50, after ?? null)));
      ownAfter = endCursorOf(await ours(walkQuery(50, ownAfter ?? null)));
      after = endCursorOf(await reference(walkQuery(50, after ?? null)));
      expect(ownAfter).not.toBeNull();
    }
  });

  it('has the product serve cached whole answers only to callers with an API key', async () => {
    const hot = targets.find(({ name, mode }) => name === 'isthmus' && mode === 'hot');
    assert(hot);
    const server = await start(hot, { upstream: upstream.url, reference: '', redis: null }, []);
    try {
      const graph = `${server.url}/graphql`;
      for (const operation of [customerQuery(11_042), pageQuery(50, null), longQuery(100)]) {
        const { data } = JSON.parse(await reference(operation)) as { data: unknown };
        for (let time = 0; time < 3; time++)
          expect(JSON.parse(await dataOf(graph, operation, server.fields))).toEqual(data);
        await expect(dataOf(graph, operation)).rejects.toThrow('UNAUTHENTICATED');
        await expect(dataOf(graph, operation, { 'x-api-key': 'isk_other' })).rejects.toThrow(
          'UNAUTHENTICATED',
        );
      }
    } finally {
      await server.stop();
    }
  }, 60_000);

  it('has a reference that makes five REST calls for fifty orders, and two for five hundred names', async () => {
    expect(await counted(() => reference(pageQuery(50, null)))).toBe(5);
    expect(await counted(() => reference(longQuery()))).toBe(2);
  });

  it('counts the same five calls for the product', async () => {
    // Thirty orders have at most ninety products, which one batch holds under any setting.
    expect(await counted(() => ours(pageQuery(30, null)))).toBe(5);
  });
});

async function ask(url: string, operation: Operation): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(operation) });
  return (await answer.text()).trimEnd();
}

async function control(url: string, delayMs: number): Promise<Counts> {
  const answer = await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify({ delayMs }) });
  return (await answer.json()) as Counts;
}

function endCursorOf(text: string): string | null {
  const answer = JSON.parse(text) as { data: { orders: { pageInfo: { endCursor: string | null } } } };
  return answer.data.orders.pageInfo.endCursor;
}
