import { hostname } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { QUERIES } from '../support/queries.ts';

/** For a longer run: `FUZZ_RUNS=10000 npx vitest run test/http/fuzz.property.test.ts`. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 400);

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone({ NODE_ENV: 'production' });
});
afterAll(() => gateway.close());

const seeds = Object.values(QUERIES).map(({ query }) => query);
const TOKENS = [
  ...'{}()[]:=!@$&|"#,'.split(''),
  ...[
    '"""',
    '...',
    'on',
    'query',
    'mutation',
    'subscription',
    'fragment',
    'f',
    'Query',
    'Order',
    'node',
    'nodes',
  ],
  ...[
    'orders',
    'first',
    'id',
    '__schema',
    '__type',
    '__typename',
    '@include',
    '@skip',
    '@live',
    '@freshness',
    'if',
  ],
  ...['1', '-1', '1e999', '2147483648', 'null', 'true', '"\\ud800"', '\u0000', '\ufeff', '\n', '\r', '🏊'],
];
const token = fc.constantFrom(...TOKENS);

/** A valid document in which text has been replaced by random tokens in several places. */
const damaged = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.array(token, { maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([seed, cuts]) =>
    cuts.reduce((text, [at, length, put]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put.join(' ') + text.slice(from + length);
    }, seed),
  );
const source = fc.oneof(
  damaged,
  fc.array(token, { maxLength: 40 }).map((all) => all.join(' ')),
  fc.string(),
);
const operation = fc.record(
  {
    query: fc.oneof({ weight: 8, arbitrary: source }, { weight: 1, arbitrary: fc.jsonValue() }),
    operationName: fc.oneof(fc.constant(null), fc.string(), fc.jsonValue()),
    variables: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
    extensions: fc.oneof(
      fc.constantFrom({ cost: true }, { dryRun: true }, { persistedQuery: { version: 1, sha256Hash: 'x' } }),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: ['query'] },
);
const json = fc.oneof(
  { weight: 8, arbitrary: operation },
  { weight: 1, arbitrary: fc.array(operation, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const body = fc.oneof(
  { weight: 9, arbitrary: json.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string() },
);
const accept = fc.constantFrom(
  'application/json',
  'application/graphql-response+json',
  'text/event-stream',
  '*/*',
);

/** Internal details of this process. */
const SECRETS = [
  /^\s+at /m,
  /node_modules/,
  /\.ts\b/,
  /127\.0\.0\.1/,
  /localhost/i,
  /ECONN/,
  new RegExp(`\\b${hostname()}\\b`),
];

test(
  `${RUNS} random documents and bodies get no 5xx and no internal details`,
  { timeout: 600_000 },
  async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(body, accept, async (sent, accepted) => {
        const headers = { 'content-type': 'application/json', accept: accepted };
        const signal = AbortSignal.timeout(20_000);
        const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: sent, signal });
        // Request ids are random and could match by chance.
        const said = (await readSome(answer)).replace(/"requestId":"[^"]*"/g, '');
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(answer.status).toBeLessThan(500);
        // Messages may quote what was sent.
        for (const secret of SECRETS) if (!secret.test(sent)) expect(said).not.toMatch(secret);
      }),
      { numRuns: RUNS },
    );
    console.log('statuses', Object.fromEntries(statuses));
  },
);

/** The text of an answer, or the first chunk of an event stream. */
async function readSome(answer: Response): Promise<string> {
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') !== true) return answer.text();
  const reader = answer.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  const text = new TextDecoder().decode(value);
  await reader?.cancel();
  return text;
}
