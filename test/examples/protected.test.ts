import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphAt, type Graph } from '../../examples/kit/graph.ts';
import { overSse, overWebSocket, type Result } from '../../examples/kit/subscribe.ts';
import { digestOf, keyIdOf, newSecret } from '../../server/keys/secret.ts';
import { startProduct, type Product } from '../support/product.ts';
import { ExampleProcess, temporaryFolder } from './support.ts';

/** The examples run here against a gateway that requires authentication. */
const OPERATOR = newSecret(keyIdOf('operator'));
const CREATE = `mutation ($scopes: [String!]!) {
  apiKeyCreate(input: { name: "example", scopes: $scopes }) { secret userErrors { message } }
}`;
const ADJUST = `mutation { stockAdjust(input: { product: "product:1", location: "location:1", quantity: 1, reason: "found" }) {
  userErrors { message } } }`;
const STOCK = 'subscription { stockChanged { entityId } }';

const opened = new AsyncDisposableStack();
let product: Product;
let url: string;
beforeAll(async () => {
  const env = { AUTH: 'required', OPERATOR_KEY_SHA256: digestOf(OPERATOR) };
  product = opened.use(await startProduct(env));
  url = `${product.url}/graphql`;
});
afterAll(() => opened.disposeAsync());

async function keyWith(...scopes: string[]): Promise<string> {
  const { data } = await product.query(CREATE, { scopes }, { 'x-api-key': OPERATOR });
  return data.apiKeyCreate.secret as string;
}

async function firstOf(subscribe: typeof overSse, key: string, graph: Graph): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const end = subscribe(url, key)(STOCK, {}, { next: resolve, error: reject, complete: () => undefined });
  await expect.poll(() => product.streams.size).toBe(1);
  await graph.ask(ADJUST);
  const first = await promise;
  end();
  await expect.poll(() => product.streams.size).toBe(0);
  return first;
}

test('the kit of the examples sends its key over HTTP, WebSocket and SSE', async () => {
  const key = await keyWith('stock:read', 'stock:write');
  const graph = graphAt(url, key);
  expect(await graph.ask('{ changesCursor }')).toEqual({ changesCursor: expect.any(String) as string });
  for (const subscribe of [overWebSocket, overSse]) {
    expect(await firstOf(subscribe, key, graph)).toMatchObject({
      data: { stockChanged: { entityId: 'stock-level:1-1' } },
    });
  }
  await expect(graphAt(url).ask('{ changesCursor }')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('an example runs with a key of the scopes that its README names, and fails without a key', async () => {
  const folder = opened.use(temporaryFolder()).path;
  const env = { GRAPH_URL: url, RECORD: 'off', REPORT: join(folder, 'report.json') };
  const scopes = ['finance:read', 'finance:write', 'customers:read', 'orders:read'];
  const runWith = async (more: Record<string, string>) => {
    await using process = new ExampleProcess('bank-matching', { ...env, ...more });
    return await process.ended;
  };
  expect(await runWith({ GRAPH_KEY: await keyWith(...scopes) })).toMatchObject({ code: 0, stderr: '' });
  expect(await runWith({})).toMatchObject({ code: 1 });
});
