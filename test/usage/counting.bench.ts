/** Measures what counting usage and authenticating by API key cost per request. Prints a line each. */
import { buildSchema, parse } from 'graphql';
import { IN_MEMORY, openStore } from '../../changes/sqlite/store.ts';
import { KeyAuthenticator } from '../../server/keys/authenticator.ts';
import { ApiKeys } from '../../server/keys/keys.ts';
import { OPEN } from '../../server/identity/principals.ts';
import { arrivalOf, publishAnswered } from '../../server/arrival.ts';
import { sqliteRegister } from '../../server/register/sqlite.ts';
import { openUsage } from '../../server/usage/open.ts';
import { sqliteUsage } from '../../server/usage/sqlite.ts';
import { QUIET } from '../support/webhooks/backing.ts';

const ROUNDS = 1_000_000;

function time(what: string, work: () => void): void {
  for (let round = 0; round < ROUNDS; round += 1) work();
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) work();
  console.log(`${what}: ${Math.round(((performance.now() - began) / ROUNDS) * 1e6)} ns a request`);
}

const document = parse('{ a }');
const headers = { 'apollographql-client-name': 'till', 'apollographql-client-version': '1.0' };
const answered = {
  name: 'Q',
  type: 'query',
  hash: 'f'.repeat(64),
  document,
  variables: {},
  by: 'cache',
  errors: 0,
  codes: [],
} as const;
const answer = (): void => {
  const arrival = arrivalOf('http', headers, 'bench', OPEN);
  if (arrival) publishAnswered(arrival, answered);
};

await using opened = new AsyncDisposableStack();
const store = openStore(IN_MEMORY);
time('an answer without a subscriber', answer);
const usage = sqliteUsage(store, { days: 3, operations: 10, clients: 10, pairs: 100 });
const schema = buildSchema('type Query { a: String }');
openUsage({ schema, store: usage, maxDescribedChars: 10_000, log: QUIET }, true, opened);
time('an answer that is counted', answer);

const keys = new ApiKeys({
  scopes: [],
  register: sqliteRegister(store, 'keys'),
  log: QUIET,
  operator: null,
  staleMs: 60_000,
});
await keys.start();
const made = await keys.create({
  name: 'x',
  scopes: ['a'],
  customer: null,
  expiresAt: null,
  idempotencyKey: 'k',
});
const apiKey = made.ok ? made.value.secret : null;
const authenticator = new KeyAuthenticator(keys);
time('a key that is good', () => void authenticator.identify({ authorization: null, apiKey }));
await keys.close();
