import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';

/** These ask for `__type` to try variables, which a gateway without introspection refuses. */
const ASK_THE_SCHEMA: readonly string[] = [
  'SHOULD allow map {variables} parameter when accepting application/graphql-response+json',
  'MUST allow map {variables} parameter when accepting application/json',
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
];

interface Setting {
  readonly name: string;
  readonly env: Record<string, string>;
  readonly misses: readonly string[];
}

const SETTINGS: readonly Setting[] = [
  { name: 'local', env: {}, misses: [] },
  { name: 'production', env: { NODE_ENV: 'production' }, misses: ASK_THE_SCHEMA },
];

describe.each(SETTINGS)('GraphQL over HTTP, $name', ({ env, misses }) => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGatewayAlone(env);
  });
  afterAll(() => gateway.close());

  let body = '';
  // The gateway wants a field with a GET that no page of another origin can send unasked; the audits send none.
  const audits = serverAudits({
    url: () => `${gateway.url}/graphql`,
    fetchFn: async (url: string, init?: RequestInit) => {
      const headers = new Headers(init?.headers);
      headers.set('apollo-require-preflight', 'yes');
      const answer = await fetch(url, { ...init, headers });
      body = await answer.clone().text();
      return answer;
    },
  });

  test('the suite has all its audits', () => {
    expect(audits).toHaveLength(61);
    expect(audits.map((audit) => audit.name)).toEqual(expect.arrayContaining([...misses]));
  });

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (name, audit) => {
    const result = await audit.fn();
    if (!misses.includes(name)) expect(result).toMatchObject({ status: 'ok' });
    else expect(body).toContain('GraphQL introspection is not allowed');
  });

  test.each(['application/json', 'application/graphql-response+json'])(
    'variables are taken by POST and GET, accepting %s',
    async (accept) => {
      const url = `${gateway.url}/graphql`;
      const query = 'query ($yes: Boolean!) { __typename @include(if: $yes) }';
      const variables = { yes: true };
      const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
      const answers = await Promise.all([
        fetch(url, {
          method: 'POST',
          headers: { accept, 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        }),
        fetch(`${url}?${search}`, { headers: { accept, 'apollo-require-preflight': 'yes' } }),
      ]);
      for (const answer of answers) {
        expect(answer.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
        expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
      }
    },
  );
});
