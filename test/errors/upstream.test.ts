import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  answering,
  changed,
  cutChunks,
  endless,
  FaultServer,
  halfBody,
  hang,
  reset,
  type Fault,
} from '../support/fault-server.ts';
import { startProduct, type Answer, type Product } from '../support/product.ts';

const TOKEN = 'local-crm-token';
/** Internal details that a failing system may reveal. */
const INTERNALS = `SELECT secret FROM customer WHERE token = 'Bearer ${TOKEN}'; at Pool.query (/srv/crm/db.js:1:1)`;
const problem = (status: number, headers?: Record<string, string>) =>
  answering(status, JSON.stringify({ title: `Out of order (${TOKEN})`, detail: INTERNALS }), headers);
const inAnHour = () => new Date(Date.now() + 3_600_000).toUTCString();

let crm: FaultServer;
let product: Product;
const lines: string[] = [];
beforeAll(async () => {
  crm = await FaultServer.start();
  const env = { LOG_LEVEL: 'debug', CRM_TIMEOUT_MS: '5000' };
  product = await startProduct(env, {
    inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) },
    logTo: { write: (line) => void lines.push(line) },
  });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});
afterEach(() => {
  crm.forget();
  lines.length = 0;
});

const QUERY = `{
  customer(id: "customer:29485") { name }
  order(id: "order:43697") { id lines { quantity } customer { id name } }
}`;

/** Expects an answer in which only the CRM's data is missing. */
function expectOnlyCrmMissing({ data, errors }: Answer, code: string, retryable: boolean): void {
  expect(data).toEqual({
    customer: null,
    order: { id: 'order:43697', lines: [{ quantity: 1 }], customer: { id: 'customer:21768', name: null } },
  });
  const extensions = { code, system: 'crm', retryable, requestId: 'audit-1' };
  const byPath = errors?.toSorted((a, b) => (a.path?.length ?? 0) - (b.path?.length ?? 0));
  expect(byPath).toMatchObject([
    { path: ['customer'], extensions },
    { path: ['order', 'customer', 'name'], extensions },
  ]);
}

/** Expects that callers see no internal details, and that the log has all of them but no credential. */
function expectDiscretion({ errors }: Answer): void {
  const shown = JSON.stringify(errors);
  const port = new URL(crm.url).port;
  for (const secret of [TOKEN, 'Bearer', '127.0.0.1', port, 'http', '/crm/v3', 'SELECT', 'db.js', 'stack']) {
    expect(shown).not.toContain(secret);
  }
  const log = lines.join('');
  expect(log).toContain('"requestId":"audit-1"');
  expect(log).toContain('/crm/v3/customers/batch/read');
  expect(log).not.toContain(TOKEN);
}

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly code: string;
  readonly retryable: boolean;
  /** How often each of the two batches is requested from the system. */
  readonly attempts: number;
}

const UNAVAILABLE = { code: 'UPSTREAM_UNAVAILABLE', retryable: true, attempts: 3 };
const RATE_LIMITED = { code: 'UPSTREAM_RATE_LIMITED', retryable: true };
const CONTRACT = { code: 'UPSTREAM_CONTRACT', retryable: false, attempts: 1 };
const UNAUTHORIZED = { code: 'UPSTREAM_UNAUTHORIZED', retryable: false, attempts: 1 };
const REFUSED = { code: 'UPSTREAM_REFUSED', retryable: false, attempts: 1 };

const CASES: readonly Case[] = [
  { name: 'a reset connection', fault: reset, ...UNAVAILABLE },
  { name: '500', fault: problem(500), ...UNAVAILABLE },
  { name: '503', fault: problem(503), ...UNAVAILABLE },
  {
    name: '503 with Retry-After: 0',
    fault: problem(503, { 'retry-after': '0' }),
    ...RATE_LIMITED,
    attempts: 3,
  },
  {
    name: '503 with Retry-After: 3600',
    fault: problem(503, { 'retry-after': '3600' }),
    ...RATE_LIMITED,
    attempts: 1,
  },
  { name: '503 with an invalid Retry-After', fault: problem(503, { 'retry-after': 'soon' }), ...UNAVAILABLE },
  {
    name: '429 with Retry-After: 0',
    fault: problem(429, { 'retry-after': '0' }),
    ...RATE_LIMITED,
    attempts: 3,
  },
  {
    name: '429 with Retry-After: 3600',
    fault: problem(429, { 'retry-after': '3600' }),
    ...RATE_LIMITED,
    attempts: 1,
  },
  {
    name: '429 with a date in Retry-After',
    fault: problem(429, { 'retry-after': inAnHour() }),
    ...RATE_LIMITED,
    attempts: 1,
  },
  { name: '401', fault: problem(401), ...UNAUTHORIZED },
  { name: '403', fault: problem(403), ...UNAUTHORIZED },
  { name: '404', fault: problem(404), ...REFUSED },
  { name: '422', fault: problem(422), ...REFUSED },
  { name: 'a redirect', fault: problem(302, { location: 'http://127.0.0.1:1/' }), ...REFUSED },
  {
    name: 'HTML with status 200',
    fault: answering(200, `<html>${INTERNALS}`, { 'content-type': 'text/html' }),
    ...CONTRACT,
  },
  { name: 'an incomplete body', fault: halfBody, ...UNAVAILABLE },
  { name: 'an incomplete chunked body', fault: cutChunks, ...UNAVAILABLE },
  { name: 'truncated JSON', fault: answering(200, '{"results":[{"id":'), ...CONTRACT },
  { name: 'JSON without the expected property', fault: answering(200, '{"customers":[]}'), ...CONTRACT },
  { name: 'an array instead of an object', fault: answering(200, '[]'), ...CONTRACT },
  { name: 'null', fault: answering(200, 'null'), ...CONTRACT },
  { name: 'an empty body', fault: answering(200, ''), ...CONTRACT },
  { name: '204', fault: answering(204, ''), ...CONTRACT },
  { name: 'a body that is too large', fault: endless(40), ...CONTRACT },
  { name: 'records that are not objects', fault: answering(200, '{"results":[1,null,"x"]}'), ...CONTRACT },
];

test.each(CASES)('$name gives $code after $attempts attempts, and the rest is answered', async (wanted) => {
  crm.always(wanted.fault);
  const answer = await product.query(QUERY, {}, { 'x-request-id': 'audit-1' });
  expectOnlyCrmMissing(answer, wanted.code, wanted.retryable);
  expectDiscretion(answer);
  // Polling for changes sends requests to the CRM as well.
  const batches = crm.requests.filter(({ path }) => path.includes('/batch/read')).map(({ body }) => body);
  expect(batches).toHaveLength(2 * wanted.attempts);
  expect(new Set(batches).size).toBe(2);
});

test('a refused connection gives UPSTREAM_UNAVAILABLE, and the next query after recovery succeeds', async () => {
  await crm.refuse();
  const answer = await product.query(QUERY, {}, { 'x-request-id': 'audit-1' });
  expectOnlyCrmMissing(answer, 'UPSTREAM_UNAVAILABLE', true);
  expectDiscretion(answer);
  await crm.listenAgain();
  expect((await product.query(QUERY)).errors).toBeUndefined();
});

test('a system that hangs gives UPSTREAM_TIMEOUT, and its requests are cancelled', async () => {
  crm.always(hang);
  const answer = await product.query(QUERY, {}, { 'x-request-id': 'audit-1' });
  expectOnlyCrmMissing(answer, 'UPSTREAM_TIMEOUT', true);
  expectDiscretion(answer);
  expect(crm.requests).toHaveLength(2);
  await Promise.all(crm.requests.map(({ cancelled }) => cancelled));
});

test('the log has the title, but not the detail, of a system’s error', async () => {
  crm.always(problem(500));
  await product.query(QUERY, {}, { 'x-request-id': 'audit-1' });
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const failure = logged.find(({ err, path }) => err && Array.isArray(path) && path[0] === 'customer');
  expect(failure).toMatchObject({ requestId: 'audit-1', path: ['customer'], msg: 'a system failed' });
  expect(JSON.stringify(failure)).toContain('status 500: Out of order ([redacted])');
  // The detail may be about a person.
  expect(JSON.stringify(failure)).not.toContain('SELECT');
});

test('a failed batch is reported for each of its fields, and logged once', async () => {
  crm.always(problem(500));
  const { errors } = await product.query('{ nodes(ids: ["customer:1", "customer:2", "customer:3"]) { id } }');
  expect(errors).toHaveLength(3);
  expect(lines.filter((line) => line.includes('a system failed'))).toHaveLength(1);
});

test('transient faults are retried and not seen by callers', async () => {
  const query = '{ customer(id: "customer:29485") { name } }';
  crm.next(problem(500), reset);
  expect(await product.query(query)).toEqual({ data: { customer: { name: 'Catherine Abel' } } });
  expect(crm.requests).toHaveLength(3);
  crm.forget();
  crm.next(problem(429, { 'retry-after': '1' }));
  expect(await product.query(query)).toEqual({ data: { customer: { name: 'Catherine Abel' } } });
  expect(crm.requests).toHaveLength(2);
});

describe('a batch answer', () => {
  const IDS = ['customer:29485', 'customer:29486', 'customer:29487'];
  const query = `{ nodes(ids: ${JSON.stringify(IDS)}) { id ... on Customer { name } } }`;
  type Batch = { results: Record<string, unknown>[] };
  const batch = (change: (results: Batch['results']) => unknown[]) =>
    changed((body) => ({ ...(body as Batch), results: change((body as Batch).results) }));
  let whole: Answer;
  beforeAll(async () => {
    whole = await product.query(query);
    crm.forget();
  });

  test('in another order than requested is matched by id', async () => {
    crm.next(batch((results) => results.toReversed()));
    expect(await product.query(query)).toEqual(whole);
    expect(crm.requests).toHaveLength(1);
  });

  test('with a record that was not requested is used without it', async () => {
    crm.next(batch((results) => [{ ...results[0], id: '11000', name: 'Nobody' }, ...results]));
    expect(await product.query(query)).toEqual(whole);
  });

  test('without one of the records gives null for it, and no error', async () => {
    crm.next(batch((results) => results.filter(({ id }) => id !== '29486')));
    const { data, errors } = await product.query(query);
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([whole.data.nodes[0], null, whole.data.nodes[2]]);
  });

  test('with a record that violates the contract fails for that record only', async () => {
    crm.next(batch((results) => results.map((row) => (row['id'] === '29486' ? { ...row, name: 7 } : row))));
    const { data, errors } = await product.query(query);
    expect(data.nodes).toEqual([whole.data.nodes[0], null, whole.data.nodes[2]]);
    expect(errors).toMatchObject([
      { path: ['nodes', 1], extensions: { code: 'UPSTREAM_CONTRACT', system: 'crm', retryable: false } },
    ]);
    expect(lines.join('')).toContain('Customer/name must be string');
  });

  test('with a record without an id fails as a whole', async () => {
    crm.next(batch((results) => results.map((row, i) => (i === 1 ? { ...row, id: undefined } : row))));
    const { data, errors } = await product.query(query);
    expect(data.nodes).toEqual([null, null, null]);
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(IDS.map(() => 'UPSTREAM_CONTRACT'));
  });
});
