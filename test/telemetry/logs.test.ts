import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RefusedCredentials } from '../../server/identity/authenticator.ts';
import { loggedCaller } from '../../server/telemetry/logs/caller.ts';
import { RefusalLog } from '../../server/telemetry/logs/refusals.ts';
import { answering, FaultServer, held } from '../support/fault-server.ts';
import { Issuer } from '../support/issuer.ts';
import { startProduct, type Product } from '../support/product.ts';
import { resultOf, socketClient } from '../support/transports.ts';

/** Values that must not appear in a log. Each is used by one of the requests below. */
const PRIVATE = {
  token: 'eyJhbGciOiJub25lIn0.hunter2-token.x',
  cookie: 'hunter2-cookie',
  key: 'hunter2-api-key',
  email: 'ada.byron.1815@private.example',
  phone: '555-0142-1815',
  street: '12 St James Square 1815',
  name: 'Byronia1815',
  answer: 'hunter2-told-by-the-system',
  webhook: 'hunter2-path-of-webhook',
};

const lines: string[] = [];
let crm: FaultServer;
let issuer: Issuer;
let product: Product;
/** A valid token with the rights to everything below. */
let good: string;
beforeAll(async () => {
  crm = await FaultServer.start();
  issuer = await Issuer.start();
  good = await issuer.token({ scope: 'customers:read customers:write webhooks:write changes:read admin' });
  product = await startProduct(
    {
      ...issuer.settings,
      LOG_LEVEL: 'debug',
      CACHE: 'on',
      CRM_BREAKER_FAILURES: '0',
      WEBHOOKS_ALLOW_PRIVATE: 'on',
      WEBHOOKS_ALLOW_HTTP: 'on',
    },
    {
      inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) },
      logTo: { write: (line) => void lines.push(line) },
    },
  );
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

const cookie = `session=${PRIVATE.cookie}`;
/** Credentials that are refused as an invalid token, as an invalid key, and because there are two. */
const REFUSED = [
  { cookie, authorization: `Bearer ${PRIVATE.token}` },
  { cookie, 'x-api-key': `isk_${PRIVATE.key}` },
  { cookie, authorization: `Bearer ${PRIVATE.token}`, 'x-api-key': PRIVATE.key },
];

/** Requests of all kinds, each with a private value in it. */
const REQUESTS: readonly [string, Record<string, unknown>?][] = [
  [`{ customers(filter: { email: "${PRIVATE.email}" }, first: 1) { nodes { name email } } }`],
  [`{ customers(filter: { search: "${PRIVATE.name}" }, first: 1) { nodes { name phone } } }`],
  ['{ customer(id: "customer:29485") { name email phone addresses { line1 } } }'],
  [
    `mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { name } userErrors { message } } }`,
    { input: { kind: 'PERSON', firstName: 'Ada', lastName: PRIVATE.name, email: PRIVATE.email } },
  ],
  [
    `mutation { customerUpdate(id: "customer:29485", input: { phone: "${PRIVATE.phone}" }) { customer { phone } } }`,
  ],
  [
    `mutation ($url: String!) { webhookCreate(input: { url: $url }) { secret webhook { id } userErrors { message } } }`,
    { url: `http://127.0.0.1:9/${PRIVATE.webhook}` },
  ],
  // Mistakes in the syntax, the document and a variable.
  [`{ customer(id: "${PRIVATE.email}" `],
  [`{ customerOf(email: "${PRIVATE.email}") { id } }`],
  ['query ($id: ID!) { customer(id: $id) { id } }', { id: { street: PRIVATE.street } }],
];

test('no token, personal data or body appears in the log, whatever the request and its outcome', async () => {
  // Makes this process log every operation, whichever gateway answers it.
  await using others = new AsyncDisposableStack();
  others.use(await product.another({ LOG_OPERATIONS: 'all' }));
  const secrets: string[] = [];
  const askAll = async (): Promise<void> => {
    for (const [query, variables] of REQUESTS) {
      await product.query(query, variables, { cookie });
      const answer = await product.query(query, variables, { cookie, authorization: `Bearer ${good}` });
      const { secret } = answer.data?.webhookCreate ?? {};
      if (typeof secret === 'string') secrets.push(secret);
    }
  };
  await askAll();
  for (const headers of REFUSED) {
    const { errors } = await product.query('{ __typename }', {}, headers);
    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  }
  // A failing system quotes requests, and violates its contract with personal data.
  for (const status of [400, 401, 409, 422, 429, 500, 503]) {
    const detail = `${PRIVATE.answer} ${PRIVATE.email} ${PRIVATE.name}`;
    crm.always(answering(status, JSON.stringify({ title: 'No', detail, message: detail })));
    await askAll();
  }
  crm.always(answering(200, JSON.stringify({ results: [{ id: '29485', name: 7, email: PRIVATE.answer }] })));
  await askAll();
  crm.always(answering(200, `<html>${PRIVATE.answer}`, { 'content-type': 'text/html' }));
  await askAll();
  crm.forget();
  await fetch(`${product.url}/graphql?query={x(y:"${encodeURIComponent(PRIVATE.email)}")}`, {
    headers: { cookie, authorization: `Bearer ${good}` },
  });
  await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { cookie, authorization: `Bearer ${good}`, 'content-type': 'application/json' },
    body: `{"query": "${PRIVATE.email}`,
  });
  await fetch(`${product.url}/changes/crm`, {
    method: 'POST',
    headers: { cookie, authorization: `Bearer ${good}` },
    body: PRIVATE.email,
  });
  for (const token of [PRIVATE.token, good]) {
    const client = socketClient(product.url, { authorization: `Bearer ${token}` });
    await resultOf((sink) => client.subscribe({ query: REQUESTS[0]?.[0] ?? '' }, sink)).catch(
      () => undefined,
    );
    await client.dispose();
  }

  const log = lines.join('');
  expect(lines.length).toBeGreaterThan(30);
  expect(secrets.length).toBeGreaterThan(0);
  const own = ['local-crm-token', 'local-commerce-key', 'local-erp-password', 'local-accounting-secret'];
  const [, claims = '', signature = ''] = good.split('.');
  const found = [...Object.values(PRIVATE), claims, signature, ...own, ...secrets].filter((secret) =>
    log.includes(secret),
  );
  expect(found).toEqual([]);
  // Some hundred requests, many of which are attempted three times.
}, 120_000);

interface Line {
  readonly msg?: string;
  readonly [field: string]: unknown;
}

/** The lines with a message that are logged while some work is done. */
async function loggedDuring(msg: string, work: () => Promise<unknown>): Promise<Line[]> {
  lines.length = 0;
  await work();
  return lines.map((line) => JSON.parse(line) as Line).filter((line) => line.msg === msg);
}

const MUTATION = `mutation Rename($id: ID!) { customerUpdate(id: $id, input: { phone: "${PRIVATE.phone}" }) { customer { id } } }`;

test('each mutation is logged with its caller, client, operation and outcome', async () => {
  await using gateway = await product.another();
  const headers = {
    authorization: `Bearer ${good}`,
    'x-request-id': 'written-1',
    'apollographql-client-name': 'desk',
  };
  const found = await loggedDuring('an operation was answered', async () => {
    await gateway.query('{ __typename }', {}, headers);
    await gateway.query(MUTATION, { id: 'customer:29485' }, headers);
    await gateway.query(MUTATION, { id: 'customer:29485' }, { 'x-request-id': 'written-2' });
    const twice = `mutation { a: customerUpdate(id: "customer:0", input: { phone: "1" }) { customer { id } }
      b: customerUpdate(id: "customer:0", input: { phone: "2" }) { customer { id } } }`;
    await gateway.query(twice, {}, { ...headers, 'x-request-id': 'written-3' });
  });
  // All gateways of this process log; only the new one has not logged a refused mutation before.
  const lineOf = (id: string) => found.find(({ requestId }) => requestId === id);
  const [done, refused] = [lineOf('written-1'), lineOf('written-2')];
  expect(new Set(found.map(({ requestId }) => requestId))).toEqual(
    new Set(['written-1', 'written-2', 'written-3']),
  );
  expect(done).toMatchObject({ level: 30, requestId: 'written-1', client: 'desk', transport: 'http' });
  expect(done).toMatchObject({ operation: 'Rename', type: 'mutation', codes: [] });
  expect(done?.['caller']).toMatch(/^token:/);
  expect(done?.['hash']).toMatch(/^[0-9a-f]{64}$/);
  expect(done?.['ms']).toEqual(expect.any(Number));
  expect(refused).toMatchObject({ requestId: 'written-2', caller: 'anonymous', codes: ['UNAUTHENTICATED'] });
  expect(lineOf('written-3')).toMatchObject({ codes: ['NOT_FOUND'] });
});

test('with LOG_OPERATIONS=all each operation is logged, including those answered from the cache', async () => {
  await using gateway = await product.another({ LOG_OPERATIONS: 'all' });
  const headers = { authorization: `Bearer ${good}` };
  const found = await loggedDuring('an operation was answered', async () => {
    for (let time = 0; time < 3; time++)
      await gateway.query('query Thrice { customer(id: "customer:29485") { name } }', {}, headers);
  });
  expect(found.map(({ operation, type }) => [operation, type])).toEqual(Array(3).fill(['Thrice', 'query']));
});

test('a caller whose name may identify a person is logged as a hash', () => {
  const names = ['open', 'anonymous', 'client:billing', 'key:4bVmB2rHc0yq', 'token:29485'];
  expect(names.map(loggedCaller)).toEqual(names);
  const logged = loggedCaller(`token:${PRIVATE.email}`);
  expect(logged).toMatch(/^token:sha256-[\w-]{16}$/);
  expect(loggedCaller(`token:${PRIVATE.email}`)).toBe(logged);
});

test('refused credentials are logged, and a flood of them in few lines', async () => {
  const written: Record<string, unknown>[] = [];
  let now = 0;
  const log = new RefusalLog({ info: (fields) => void written.push({ ...fields }) }, () => now);
  const refusal = new RefusedCredentials('invalid', 'The token has expired.');
  for (let count = 0; count < 1_000; count++) log.report(refusal, `r-${count}`);
  log.report(new RefusedCredentials('unavailable', 'No keys.'), 'away');
  now = 10_000;
  log.report(refusal, 'later');
  expect(written).toEqual([
    { requestId: 'r-0', reason: 'invalid', said: 'The token has expired.', refused: 1 },
    { requestId: 'away', reason: 'unavailable', said: 'No keys.', refused: 1 },
    { requestId: 'later', reason: 'invalid', said: 'The token has expired.', refused: 1_000 },
  ]);
  await using gateway = await product.another({});
  const found = await loggedDuring('credentials were refused', async () => {
    for (const headers of REFUSED)
      await gateway.query('{ __typename }', {}, { ...headers, 'x-request-id': 'no' });
  });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ level: 30, requestId: 'no', reason: 'invalid', refused: 1 });
});

/** The product’s own log, with `mutations`, has what happens in any gateway of this process. */
const OTHERS = { LOG_OPERATIONS: 'off' };

test('what the budget or the safe list refuses before the engine has a line', async () => {
  // It costs 61, and from the second time on the fast path refuses it.
  const query = 'query Asked { customers(first: 60) { nodes { name } } }';
  const headers = { authorization: `Bearer ${good}`, 'apollographql-client-name': 'desk' };
  const refusedBy = async (env: Record<string, string>, asked: readonly string[]) => {
    await using gateway = await product.another(env);
    return await loggedDuring('an operation was refused', async () => {
      for (const [index, text] of asked.entries()) {
        const body = JSON.stringify({ query: text });
        const own = { 'content-type': 'application/json', 'x-request-id': `refused-${index}` };
        const answer = await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { ...headers, ...own },
          body,
        });
        await answer.text();
      }
    });
  };
  const budget = {
    LOG_OPERATIONS: 'all',
    MAX_COST: '100',
    RATE_LIMIT_COST: '100',
    RATE_LIMIT_SECONDS: '3600',
  };
  const byBudget = await refusedBy(budget, Array<string>(9).fill(query));
  expect(byBudget).toHaveLength(1);
  expect(byBudget[0]).toMatchObject({ level: 30, operation: 'Asked', type: 'query', transport: 'http' });
  expect(byBudget[0]).toMatchObject({ client: 'desk', codes: ['RATE_LIMITED'], refused: 1 });
  expect(byBudget[0]?.['caller']).toMatch(/^token:/);
  expect(byBudget[0]?.['hash']).toMatch(/^[0-9a-f]{64}$/);

  const [unlisted, ...more] = await refusedBy({ ...OTHERS, SAFE_LIST: 'enforce' }, [query, query]);
  expect(more).toEqual([]);
  const unknown = { operation: null, hash: null, type: null };
  expect(unlisted).toMatchObject({
    ...unknown,
    codes: ['PERSISTED_QUERY_NOT_IN_LIST'],
    requestId: 'refused-0',
  });
});

test('a request refused for overload before it is read has its own line', async () => {
  await using gateway = await product.another({ ...OTHERS, MAX_RUNNING: '4' });
  const headers = { authorization: `Bearer ${good}`, 'apollographql-client-name': 'desk' };
  const found = await loggedDuring('an operation was refused', async () => {
    const { fault, release } = held();
    crm.always(fault);
    const running = [11_501, 11_502, 11_503, 11_504].map((id) =>
      gateway.query(`{ customer(id: "customer:${id}") { name } }`, {}, headers),
    );
    // Until then they are still being let in.
    await sleep(1_500);
    const { errors } = await gateway.query('{ __typename }', {}, headers);
    expect(errors?.[0]?.extensions['code']).toBe('OVERLOADED');
    release();
    await Promise.all(running);
    crm.forget();
  });
  expect(found).toHaveLength(1);
  const nothingKnown = { caller: null, operation: null, hash: null, type: null };
  expect(found[0]).toMatchObject({ ...nothingKnown, client: 'desk', codes: ['OVERLOADED'], refused: 1 });
});

test('lines are JSON, and those about a request have its id', async () => {
  lines.length = 0;
  crm.always(answering(500, '{}'));
  const headers = { 'x-request-id': 'seen-1', authorization: `Bearer ${good}` };
  await product.query('{ customer(id: "customer:29490") { name } }', {}, headers);
  crm.forget();
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged.some(({ requestId, msg }) => requestId === 'seen-1' && msg === 'a system failed')).toBe(true);
  const calls = logged.filter(({ msg, system }) => msg === 'upstream call' && system === 'crm');
  expect(calls.some(({ requestId }) => requestId === 'seen-1')).toBe(true);
});
