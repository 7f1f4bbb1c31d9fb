import { setTimeout as pause } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RestClient } from '../../datasources/rest/client.ts';
import type { PolicySettings } from '../../datasources/rest/policies.ts';
import { countRest } from '../../server/telemetry/metrics/rest.ts';
import { answering, FaultServer, hang, reset, type Fault } from '../support/fault-server.ts';
import { figure, slack, formatMs } from '../support/slack.ts';
import { restClient, scopeOf } from '../support/source.ts';

let system: FaultServer;
beforeAll(async () => {
  system = await FaultServer.start();
});
afterAll(() => system[Symbol.asyncDispose]());
afterEach(() => system.forget());

const clientOf = (policies: Partial<PolicySettings> = {}) => restClient(system.url, policies);
const get = (client: RestClient) => client.get('/rows', {}, scopeOf());
const post = (client: RestClient, idempotencyKey: string | null) =>
  client.write('POST', '/rows', {}, { idempotencyKey, refusals: {} }, scopeOf());
const down = answering(503, '{}');

/** An answer that is held back until `release` is called. */
function delayedAnswer(): { readonly fault: Fault; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const fault: Fault = async (response, request) => {
    await promise;
    await answering(200, '[]')(response, request);
  };
  return { fault, release: () => resolve(undefined) };
}

/** Makes calls one after the other and counts them by the code of their error; `none` for success. */
async function codesOf(count: number, call: () => Promise<unknown>): Promise<Record<string, number>> {
  const codes: Record<string, number> = {};
  for (let index = 0; index < count; index += 1) {
    const code = await call().then(
      () => 'none',
      (error: unknown) => (error as { code: string }).code,
    );
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return codes;
}

describe('a write', () => {
  test.each<[string, Fault]>([
    ['cannot be reached', reset],
    ['answers 503', down],
    ['accepts it, but its answer is lost', (response) => response.destroy()],
  ])('without an idempotency key is sent only once when its system %s', async (_, fault) => {
    await using client = clientOf();
    system.always(fault);
    await expect(post(client, null)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(system.requests).toHaveLength(1);
    expect(system.requests[0]?.headers['idempotency-key']).toBe(undefined);
  });

  test('with an idempotency key is retried with the same key', async () => {
    await using client = clientOf();
    system.next(reset, down, answering(201, '{"id":1}'));
    expect(await post(client, 'one')).toMatchObject({ ok: true });
    expect(system.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['one', 'one', 'one']);
  });
});

describe('in a full outage', () => {
  test('the breaker opens after ten failures, retries included', async () => {
    await using client = clientOf({ breakerFailures: 10, retryBudget: 20 });
    system.always(down);
    const codes = await codesOf(200, () => get(client));
    figure(
      'a breaker opens within 20 calls',
      `${system.requests.length} of 200 calls sent, a probe a second among them`,
    );
    expect(client.stats).toMatchObject({ breaker: 'open', opened: 1 });
    expect(codes['UPSTREAM_CIRCUIT_OPEN']).toBeGreaterThan(180);
    // Room for one probe a second, in case this took several seconds.
    expect(system.requests.length).toBeLessThanOrEqual(40);
  });

  test('a 503 with Retry-After counts as a failure all the same', async () => {
    await using client = clientOf({ breakerFailures: 3, retries: 0 });
    system.always(answering(503, '{}', { 'retry-after': '30' }));
    expect(await codesOf(5, () => get(client))).toEqual({
      UPSTREAM_RATE_LIMITED: 3,
      UPSTREAM_CIRCUIT_OPEN: 2,
    });
  });

  test('a 429 does not count as a failure', async () => {
    await using client = clientOf({ breakerFailures: 3, retries: 0 });
    system.always(answering(429, '{}', { 'retry-after': '30' }));
    expect(await codesOf(5, () => get(client))).toEqual({ UPSTREAM_RATE_LIMITED: 5 });
  });

  test('retries stay within their budget even without a breaker', async () => {
    await using client = clientOf({ breakerFailures: 0, retryBudget: 20 });
    system.always(reset);
    const began = performance.now();
    await codesOf(200, () => get(client));
    const reserve = 10 + Math.ceil((performance.now() - began) / 1_000);
    console.log(`budget: ${system.requests.length} requests for 200 calls`);
    expect(client.stats.retries).toBeLessThanOrEqual(0.2 * 200 + reserve);
    expect(client.stats.unretried).toBeGreaterThan(100);
  });

  test('with a breaker, retries add at most 10 % to the requests sent', async () => {
    await using client = clientOf({ breakerFailures: 10, retryBudget: 20 });
    system.always(reset);
    await codesOf(100, () => get(client));
    figure(
      'retries: at most 10 % more load in a full outage',
      `${system.requests.length} requests for 100 calls`,
    );
    expect(system.requests.length).toBeLessThanOrEqual(110);
  });

  test('calls that wait in the bulkhead when the breaker opens are not sent', async () => {
    await using client = clientOf({ breakerFailures: 2, retries: 0, concurrency: 2 });
    system.always(down);
    const codes = await Promise.allSettled(Array.from({ length: 10 }, () => get(client)));
    expect(codes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(system.requests.length).toBeLessThanOrEqual(4);
    expect(client.stats.refused).toBeGreaterThanOrEqual(6);
  });

  test('the system is probed after a second, and the breaker closes once it answers', async () => {
    await using client = clientOf({ breakerFailures: 2, retries: 0 });
    system.next(down, down);
    await codesOf(3, () => get(client));
    expect(client.stats.breaker).toBe('open');
    system.always(answering(200, '[]'));
    const began = performance.now();
    await expect
      .poll(
        () =>
          get(client).then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true);
    const ms = performance.now() - began;
    figure('a breaker is closed within 5 s of recovery', formatMs(ms));
    expect(ms).toBeLessThan(5_000 + slack(5_000));
    expect(client.stats.breaker).toBe('closed');
    expect(await codesOf(5, () => get(client))).toEqual({ none: 5 });
  });
});

test('calls to a hanging system fail at the deadline, and then its breaker opens', async () => {
  await using client = clientOf({ timeoutMs: 200, fairMs: 100, breakerFailures: 3, concurrency: 4 });
  const registry = new Registry();
  using stack = new DisposableStack();
  stack.defer(countRest(registry));
  system.always(hang);
  const began = performance.now();
  const first = await Promise.allSettled(Array.from({ length: 4 }, () => get(client)));
  const ms = performance.now() - began;
  console.log(`hang: given up after ${Math.round(ms)} ms, deadline 200 ms`);
  for (const one of first) expect(one).toMatchObject({ reason: { code: 'UPSTREAM_TIMEOUT' } });
  await expect.poll(() => client.stats.breaker).toBe('open');
  await expect(get(client)).rejects.toMatchObject({ code: 'UPSTREAM_CIRCUIT_OPEN' });
  expect(client.stats.timeouts).toBe(4);
  // Alerts see these as timed out, unlike calls whose caller left.
  const { values = [] } = (await registry.getSingleMetric('isthmus_rest_calls_total')?.get()) ?? {};
  expect(values).toMatchObject([{ labels: { status: 'timed_out' }, value: 4 }]);
});

test('the breaker of a hanging system opens even when one slot and a queue delay each call', async () => {
  await using client = clientOf({ timeoutMs: 400, fairMs: 200, breakerFailures: 3, concurrency: 1 });
  system.always(hang);
  const calls: Promise<unknown>[] = [];
  await expect
    .poll(
      () => {
        calls.push(get(client).catch(() => undefined));
        return client.stats.breaker;
      },
      { interval: 100, timeout: 10_000 },
    )
    .toBe('open');
  await Promise.all(calls);
});

test('a time-out of a call that had waited long in the queue does not count against its system', async () => {
  await using client = clientOf({ timeoutMs: 5_000, fairMs: 2_500, breakerFailures: 1, concurrency: 1 });
  const { fault, release } = delayedAnswer();
  system.next(fault, hang);
  const calls = [get(client), get(client)];
  await system.seen(1);
  await pause(3_500);
  release();
  await expect(calls[0]).resolves.toMatchObject({ status: 200 });
  await expect(calls[1]).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
  expect(system.requests).toHaveLength(2);
  expect(client.stats).toMatchObject({ breaker: 'closed', opened: 0, timeouts: 1 });
});

describe('when requests have a shorter deadline than calls', () => {
  /** Makes three calls one after the other, each for a request that is aborted after 400 ms with this reason. */
  const abortThree = async (client: RestClient, reason: () => DOMException) => {
    for (let call = 0; call < 3; call += 1) {
      const request = new AbortController();
      setTimeout(() => request.abort(reason()), 400);
      const read = client.get('/rows', {}, scopeOf('test', request.signal));
      await expect(read).rejects.toMatchObject({ name: reason().name });
    }
  };
  const patient = { timeoutMs: 60_000, fairMs: 200, breakerFailures: 3 };

  test('the breaker of a hanging system opens after several requests have timed out', async () => {
    await using client = clientOf(patient);
    system.always(hang);
    await abortThree(client, () => new DOMException('no answer', 'TimeoutError'));
    await expect(get(client)).rejects.toMatchObject({ code: 'UPSTREAM_CIRCUIT_OPEN' });
  });

  test('a caller that leaves does not count as a failure of the system', async () => {
    await using client = clientOf(patient);
    system.always(hang);
    await abortThree(client, () => new DOMException('gone', 'AbortError'));
    expect(client.stats).toMatchObject({ breaker: 'closed', opened: 0 });
  });
});

describe('a call that waits for the outcome of others, after a failure', () => {
  const FAIR_MS = 50;

  const newClient = () =>
    clientOf({ timeoutMs: 60_000, fairMs: FAIR_MS, breakerFailures: 2, retries: 0, concurrency: 4 });

  /** Takes all places of a client after one failure: three by calls until `release`, one by a call that waits for their outcome. */
  const takePlaces = async (client: RestClient, request: AbortController) => {
    const { fault, release } = delayedAnswer();
    system.next(down);
    await expect(get(client)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    system.always(fault);
    const sent = [get(client), get(client), get(client)];
    await system.seen(4);
    const waiting = client.get('/rows', {}, scopeOf('test', request.signal));
    return { sent, waiting, release };
  };

  test('is no failure of the system if its request times out before it is sent', async () => {
    const request = new AbortController();
    await using client = newClient();
    const { sent, waiting, release } = await takePlaces(client, request);
    await pause(2 * FAIR_MS);
    request.abort(new DOMException('no answer', 'TimeoutError'));
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    release();
    await Promise.all(sent);
    await get(client);
    expect(client.stats).toMatchObject({ breaker: 'closed', opened: 0 });
    expect(system.requests).toHaveLength(5);
  });

  test('leaves its place to others when its caller leaves', async () => {
    const request = new AbortController();
    await using client = newClient();
    const { sent, waiting, release } = await takePlaces(client, request);
    const queued = Array.from({ length: 16 }, () => get(client));
    await expect(get(client)).rejects.toMatchObject({ code: 'UPSTREAM_OVERLOADED' });
    request.abort(new DOMException('gone', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    const next = get(client);
    release();
    await Promise.all([...sent, ...queued, next]);
    expect(system.requests).toHaveLength(21);
  });
});

test('callers that leave the queue make room for others at once', async () => {
  await using client = clientOf({ timeoutMs: 60_000, concurrency: 1 });
  const { fault, release } = delayedAnswer();
  system.next(fault);
  system.always(answering(200, '[]'));
  const first = get(client);
  await system.seen(1);
  const gone = new AbortController();
  const waiting = Array.from({ length: 4 }, () => client.get('/rows', {}, scopeOf('test', gone.signal)));
  await expect(get(client)).rejects.toMatchObject({ code: 'UPSTREAM_OVERLOADED' });
  gone.abort(new DOMException('gone', 'AbortError'));
  for (const read of waiting) await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  const others = Array.from({ length: 4 }, () => get(client));
  release();
  for (const read of [first, ...others]) await expect(read).resolves.toMatchObject({ status: 200 });
  // None of the aborted calls was sent.
  expect(system.requests).toHaveLength(5);
});

test('a full bulkhead refuses further calls at once', async () => {
  await using client = clientOf({ timeoutMs: 2_000, concurrency: 2 });
  system.always(hang);
  const waiting = Array.from({ length: 10 }, () => get(client).catch(() => undefined));
  const began = performance.now();
  await expect(get(client)).rejects.toMatchObject({ code: 'UPSTREAM_OVERLOADED' });
  const ms = performance.now() - began;
  figure('a bulkhead refuses the surplus within 50 ms', formatMs(ms));
  // Long before the deadline of the waiting calls.
  expect(ms).toBeLessThan(50 + slack(950));
  await Promise.all(waiting);
});
