import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';

const SETTINGS: readonly { readonly name: string; readonly env: Record<string, string> }[] = [
  { name: 'without settings', env: {} },
  { name: 'in development', env: { NODE_ENV: 'development' } },
  { name: 'in production', env: { NODE_ENV: 'production' } },
];

describe.each(SETTINGS)('GraphQL over HTTP, $name', ({ env }) => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGatewayAlone(env);
  });
  afterAll(() => gateway.close());

  const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn: fetch });

  test('the suite has all 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });

  test.each(['application/json', 'application/graphql-response+json'])(
    'variables work by POST and GET when accepting %s',
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
        fetch(`${url}?${search}`, { headers: { accept } }),
      ]);
      for (const answer of answers) {
        expect(answer.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
        expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
      }
    },
  );
});
