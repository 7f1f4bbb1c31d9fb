import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange, get, persisted, post, UNFORGED, type Exchange } from '../support/exchange.ts';
import { startProduct, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ CACHE: 'on', ALLOWED_ORIGINS: 'https://shop.example' });
});
afterAll(() => product[Symbol.asyncDispose]());

/** Sends an operation until its answer is cached, and once more to get the cached answer. */
async function cachedAnswer(operation: object, headers: Record<string, string> = {}): Promise<Exchange> {
  await post(product.url, operation);
  await post(product.url, operation);
  return post(product.url, operation, headers);
}

const LONG = '{ orders(first: 20) { nodes { id status total { amount currency } } } }';

describe('Cache-Control and Age of cached answers', () => {
  test.each([
    // 30 seconds by the CRM, 10 by the schema.
    ['{ customer(id: "customer:29485") { name } }', 'private, max-age=10'],
    // 30 seconds by the shop, 60 by the schema; in the next case, 300 by both.
    ['{ product(id: "product:776") { name } }', 'public, max-age=30'],
    ['{ category(id: "category:1") { name } }', 'public, max-age=300'],
    [
      '{ category(id: "category:1") { name } product(id: "product:776") { stock { onHand } } }',
      'public, max-age=5',
    ],
    // An answer is private by what was actually read, not by what might have been.
    [
      '{ nodes(ids: ["product:776"]) { ... on Product { name } ... on Order { status } } }',
      'public, max-age=30',
    ],
    [
      '{ nodes(ids: ["product:776", "order:43697"]) { ... on Product { name } ... on Order { status } } }',
      'private, max-age=10',
    ],
    [
      'query ($no: Boolean = false) { product(id: "product:776") { name } order(id: "order:43697") @include(if: $no) { status } }',
      'public, max-age=30',
    ],
    // The absence of a record is cached for 5 seconds; it is private all the same.
    ['{ order(id: "order:99999999") { status } }', 'private, max-age=5'],
    ['{ __typename }', 'public, no-cache'],
  ])('%s', async (query, expected) => {
    const { headers } = await cachedAnswer({ query });
    expect(headers['cache-control']).toBe(expected);
  });

  test('Age is that of the oldest part of the answer, and max-age stays as it was', async () => {
    const query = '{ customer(id: "customer:11180") { name } }';
    await post(product.url, { query });
    const first = await post(product.url, { query });
    expect(first.headers.age).toBe('0');
    await pause(1_100);
    const later = await post(product.url, { query });
    expect(Number(later.headers.age)).toBeGreaterThanOrEqual(1);
    expect(later.headers['cache-control']).toBe(first.headers['cache-control']);
    const other = {
      query: '{ customer(id: "customer:11180") { name } a: customer(id: "customer:11181") { name } }',
    };
    await post(product.url, other);
    expect(Number((await post(product.url, other)).headers.age)).toBeGreaterThanOrEqual(1);
  });

  test('answers from the engine are marked no-store and have no Age', async () => {
    for (const operation of [
      { query: '{ nope }' },
      { query: 'mutation { __typename }' },
      [{ query: LONG }],
      {},
    ]) {
      const { headers } = await post(product.url, operation);
      expect(headers).toMatchObject({ 'cache-control': 'no-store' });
      expect(headers).not.toHaveProperty('age');
    }
  });
});

describe('GET', () => {
  const extensions = persisted(LONG);
  const byHash = { extensions: JSON.stringify(extensions) };

  test('answers a persisted operation, with 304 if the client has the current answer', async () => {
    expect((await get(product.url, byHash)).text).toContain('PersistedQueryNotFound');
    const { text } = await cachedAnswer({ query: LONG, extensions });
    const answer = await get(product.url, byHash);
    expect(answer).toMatchObject({ status: 200, text });
    const { etag = '', vary, 'cache-control': control } = answer.headers;
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
    for (const known of [etag, `"other", ${etag}`, etag.slice(2), '*']) {
      const again = await get(product.url, byHash, { ...UNFORGED, 'if-none-match': known });
      expect([again.status, again.bytes.length]).toEqual([304, 0]);
      // RFC 9110, section 15.4.5: these fields, but none that describe the content.
      expect(again.headers).toMatchObject({ etag, vary, 'cache-control': control });
      expect(again.headers).toHaveProperty('date');
      expect(again.headers).not.toHaveProperty('content-type');
      expect(again.headers).not.toHaveProperty('content-encoding');
    }
    const changed = await get(product.url, byHash, { ...UNFORGED, 'if-none-match': 'W/"other"' });
    expect(changed).toMatchObject({ status: 200, text });
  });

  test('does not know an unregistered hash, even if the full document has been sent', async () => {
    const query = '{ category(id: "category:2") { name } }';
    await cachedAnswer({ query });
    const extension = persisted(query);
    const unknown = await get(product.url, { extensions: JSON.stringify(extension) });
    expect(unknown.text).toContain('PersistedQueryNotFound');
    await post(product.url, { query, extensions: extension });
    expect((await get(product.url, { extensions: JSON.stringify(extension) })).text).toContain('"data"');
  });

  test('refuses what a page of another origin could send, even if the answer is cached', async () => {
    await cachedAnswer({ query: LONG });
    const { status, text } = await get(product.url, { query: LONG }, { 'sec-fetch-site': 'cross-site' });
    expect([status, text]).toEqual([400, expect.stringContaining('Cross-Site Request Forgery')]);
  });
});

describe('content encoding', () => {
  test.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
  ])(
    'for "%s", the answer is first plain, then in %s, and decodes to the same',
    async (accepted, encoding) => {
      const plain = await cachedAnswer({ query: `${LONG} # ${accepted}` });
      const ask = () =>
        post(product.url, { query: `${LONG} # ${accepted}` }, { 'accept-encoding': accepted });
      expect((await ask()).headers).not.toHaveProperty('content-encoding');
      await expect.poll(async () => (await ask()).headers['content-encoding']).toBe(encoding);
      const encoded = await ask();
      expect(encoded.text).toBe(plain.text);
      expect(encoded.bytes.length).toBeLessThan(plain.bytes.length / 2);
      for (const { vary } of [plain.headers, encoded.headers])
        expect(vary).toBe('Origin, accept, accept-encoding');
    },
  );

  test.each(['identity', 'deflate', 'br;q=0', 'gzip;q=0.000'])('is not used for "%s"', async (accepted) => {
    for (let time = 0; time < 4; time++) {
      const { headers } = await post(product.url, { query: LONG }, { 'accept-encoding': accepted });
      expect(headers).not.toHaveProperty('content-encoding');
      await pause(20);
    }
  });
});

test('both media types get the same answer', async () => {
  const type = 'application/graphql-response+json';
  const json = await cachedAnswer({ query: LONG });
  const response = await post(product.url, { query: LONG }, { accept: type });
  expect(response.headers).toMatchObject({ 'content-type': `${type}; charset=utf-8` });
  expect(json.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(response.bytes.equals(json.bytes)).toBe(true);
});

test('batches, HEAD and OPTIONS behave as without cached answers', async () => {
  const { text } = await cachedAnswer({ query: LONG });
  const batch = await post(product.url, [{ query: LONG }, { query: LONG }]);
  expect(JSON.parse(batch.text)).toEqual([JSON.parse(text), JSON.parse(text)]);
  const url = `${product.url}/graphql?query=${encodeURIComponent(LONG)}`;
  expect((await exchange('HEAD', url, UNFORGED)).status).toBe(405);
  const preflight = await exchange('OPTIONS', url, { origin: 'https://shop.example' });
  expect(preflight).toMatchObject({ status: 204, text: '' });
  expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': 'https://shop.example' });
});
