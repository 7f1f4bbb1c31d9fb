import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());

const STREAM = { accept: 'text/event-stream', 'content-type': 'application/json' };

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { ...STREAM, ...headers }, body });

test('an operation is answered with a stream of its own: one "next", one "complete", the end', async () => {
  const answer = await post('{"query":"{ __typename }"}', { 'x-request-id': 'page-7' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-cache');
  expect(answer.headers.get('x-request-id')).toBe('page-7');
  expect(await answer.text()).toBe(
    ':\n\nevent: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n',
  );
});

test('streams are distinct connections: each has its own operation', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const answers = await Promise.all(names.map((name) => post(`{"query":"{ ${name}: __typename }"}`)));
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  texts.forEach((text, index) => expect(text).toContain(`{"data":{"${names[index] ?? ''}":"Query"}}`));
});

test.each([
  ['application/json, text/event-stream;q=0.9', 'application/json'],
  ['text/event-stream;q=0, application/json', 'application/json'],
  [
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'application/graphql-response+json',
  ],
  ['text/event-stream, application/json;q=0.9', 'text/event-stream'],
  ['text/event-stream, multipart/mixed', 'text/event-stream'],
  ['text/event-stream, */*', 'text/event-stream'],
  ['text/event-stream; charset=utf-8', 'text/event-stream'],
  [
    'application/graphql-response+json; charset=utf-8, application/json; charset=utf-8',
    'application/graphql-response+json',
  ],
])('a client that accepts %s gets %s', async (accept, type) => {
  const answer = await post('{"query":"{ __typename }"}', { accept });
  expect(answer.headers.get('content-type')).toContain(type);
  expect(await answer.text()).toContain('"data":{"__typename":"Query"}');
});

test('a client that accepts anything gets no stream', async () => {
  const answer = await post('{"query":"{ __typename }"}', { accept: '*/*' });
  expect(answer.headers.get('content-type')).toContain('application/json');
});

describe('a refused operation is reported in the stream, since browsers show no other body', () => {
  test.each([
    ['a syntax error', '{ nope ', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a limit', '{'.repeat(5_000), 'OPERATION_TOO_LARGE'],
  ])('for %s', async (_what, query, code) => {
    const answer = await post(JSON.stringify({ query }));
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain(`"code":"${code}"`);
    expect(text).not.toContain('"data":');
    expect(text.endsWith('event: complete\ndata:\n\n')).toBe(true);
  });
});

describe('an invalid request is refused before there is a stream', () => {
  test.each([
    ['a body that is not JSON', '{ __typename }', 400],
    ['null', 'null', 400],
    ['a JSON string', '"{ __typename }"', 400],
    ['a batch', '[{"query":"{ __typename }"}]', 400],
    ['no query', '{"variables":{}}', 400],
    ['variables that are not an object', '{"query":"{ __typename }","variables":[1]}', 400],
  ])('for %s', async (_what, body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toMatchObject({ errors: [{ message: expect.any(String) as string }] });
  });
});
