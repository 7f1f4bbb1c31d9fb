import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone({ ALLOWED_ORIGINS: 'https://shop.example' });
});
afterAll(() => gateway.close());

const BODY = '{"query":"{ __typename }"}';
const MUTATION = 'mutation { customerUpdate(id: "customer:1", input: {}) { userErrors { message } } }';
const ANSWER = '"data":{"__typename":"Query"}';

async function ask(path: string, init: RequestInit): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${gateway.url}/graphql${path}`, init);
  return { status: answer.status, text: await answer.text() };
}

/** What a page can send to another origin without the browser asking first (Fetch, "CORS-safelisted"). */
describe.each(['application/json', 'text/event-stream'])('accepting %s', (accept) => {
  test.each([
    'text/plain',
    'text/plain; charset=utf-8',
    'text/plain; application/json',
    'text/plain;x="application/json"',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=application/json',
  ])('a POST of %s is refused', async (type) => {
    const { status, text } = await ask('', {
      method: 'POST',
      headers: { accept, 'content-type': type },
      body: BODY,
    });
    expect(status).toBe(415);
    expect(text).not.toContain(ANSWER);
  });

  test('a POST without a content type is refused', async () => {
    const body = new Blob([BODY]);
    const { status, text } = await ask('', { method: 'POST', headers: { accept }, body });
    expect(status).toBe(415);
    expect(text).not.toContain(ANSWER);
  });

  test('a mutation by GET is refused, even with a field that pages cannot send without a preflight', async () => {
    const search = new URLSearchParams({ query: MUTATION });
    const headers = { accept, 'apollo-require-preflight': 'yes' };
    const { text } = await ask(`?${search}`, { headers });
    expect(text).toContain('GET requests only support query operations');
    expect(text).not.toContain('"data"');
  });

  test('a persisted mutation by GET is refused', async () => {
    const { createHash } = await import('node:crypto');
    const sha256Hash = createHash('sha256').update(MUTATION).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const body = JSON.stringify({ query: MUTATION, extensions });
    // The CRM is down, and its circuit soon open. What matters is that the mutation was executed, and is persisted from now on.
    expect((await ask('', { method: 'POST', headers, body })).text).toMatch(
      /UPSTREAM_(UNAVAILABLE|CIRCUIT_OPEN)/,
    );
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    if (accept === 'text/event-stream') search.set('query', '');
    const { text } = await ask(`?${search}`, { headers: { accept, 'apollo-require-preflight': 'yes' } });
    expect(text).toContain('GET requests only support query operations');
  });
});

/** Header fields by which browsers say what made a request; no page can change them. */
const FOREIGN: Readonly<Record<string, Record<string, string>>> = {
  'from a page of another origin that wants to read the answer': { origin: 'https://evil.example' },
  'from a page without an origin': { origin: 'null' },
  'from an image on another site': { 'sec-fetch-site': 'cross-site' },
  'from an image on another host of the same site': { 'sec-fetch-site': 'same-site' },
};
const OWN: Readonly<Record<string, Record<string, string>>> = {
  'from a client that is not a browser': {},
  'from a page of our own': { 'sec-fetch-site': 'same-origin' },
  'from the address bar': { 'sec-fetch-site': 'none' },
  'from a page of an allowed origin': { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' },
  'with a field that pages cannot send without a preflight': {
    'apollo-require-preflight': 'yes',
    origin: 'null',
  },
};

describe.each(['application/json', 'text/event-stream'])('a query by GET, accepting %s', (accept) => {
  /** Does not use `fetch`, which forbids setting these fields. */
  const get = async (headers: Record<string, string>) => {
    const sent = request(`${gateway.url}/graphql?query=${encodeURIComponent('{ __typename }')}`, {
      headers: { accept, ...headers },
    }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, text: await text(answer) };
  };

  test.each(Object.entries(FOREIGN))('one %s is refused', async (_, headers) => {
    const refused = await get(headers);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('Cross-Site Request Forgery');
    expect(refused.text).not.toContain(ANSWER);
  });

  test.each(Object.entries(OWN))('one %s is answered', async (_, headers) => {
    const answered = await get(headers);
    expect(answered.status).toBe(200);
    expect(answered.text).toContain(ANSWER);
  });
});
