import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
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

  test('a mutation by GET is refused, with the field that pages cannot send, too', async () => {
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
    // The CRM is away, and left alone soon: what counts is that the mutation came so far, and is persisted from now on.
    expect((await ask('', { method: 'POST', headers, body })).text).toMatch(
      /UPSTREAM_(UNAVAILABLE|CIRCUIT_OPEN)/,
    );
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    if (accept === 'text/event-stream') search.set('query', '');
    const { text } = await ask(`?${search}`, { headers: { accept, 'apollo-require-preflight': 'yes' } });
    expect(text).toContain('GET requests only support query operations');
  });
});

test('a query by GET is refused without the field that pages cannot send, and answered with it', async () => {
  const search = `?query=${encodeURIComponent('{ __typename }')}`;
  const refused = await ask(search, {});
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('Cross-Site Request Forgery');
  const answered = await ask(search, { headers: { 'apollo-require-preflight': 'yes' } });
  expect(answered.text).toContain(ANSWER);
});

test('a stream by GET is what browsers open: it may query', async () => {
  const headers = { accept: 'text/event-stream' };
  const { status, text } = await ask(`?query=${encodeURIComponent('{ __typename }')}`, { headers });
  expect(status).toBe(200);
  expect(text).toContain(ANSWER);
});
