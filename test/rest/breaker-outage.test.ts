import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UnavailableError } from '../../datasources/rest/errors/unavailable.ts';
import { CallPolicies } from '../../datasources/rest/policies.ts';

const TARGET = { system: 'crm', method: 'GET', path: '/v3/customers' };
const CALLS = 10_000;
const OUTAGE_MS = 30_000;
const STEP_MS = OUTAGE_MS / CALLS;
const TIMEOUT_MS = 2_000;
/** The defaults of the settings. */
const DEFAULTS = { timeoutMs: TIMEOUT_MS, fairMs: 1_000, concurrency: 16, retries: 2, retryBudget: 20 };
const LOG = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A system that answers each call, or fails it, after a delay; with `Infinity` it hangs. Records when calls were sent. */
class FakeSystem {
  answersAfterMs = 0;
  isDown = false;
  readonly sentAt: number[] = [];
  firstFailedAt = Infinity;

  readonly work = async (signal: AbortSignal): Promise<string> => {
    this.sentAt.push(performance.now());
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    if (this.answersAfterMs < Infinity) setTimeout(() => resolve(undefined), this.answersAfterMs);
    try {
      await promise;
      if (this.isDown) throw new UnavailableError(TARGET, 'status 503');
      return 'well';
    } catch (error) {
      this.firstFailedAt = Math.min(this.firstFailedAt, performance.now());
      throw error;
    }
  };
}

const HERE = new AbortController().signal;

/** A call that must not be repeated, so that all tries are first ones. */
function ask(policies: CallPolicies, system: FakeSystem): Promise<string> {
  return policies.run({ target: TARGET, isRepeatable: false, send: system.work }, HERE).then(
    () => 'answered',
    () => 'failed',
  );
}

test.each([
  ['fails at once', 0],
  ['fails after 50 ms', 50],
  ['fails after 100 ms', 100],
  ['hangs', Infinity],
])('of 10,000 calls in 30 s in which a system %s, at most 40 are sent', async (_, afterMs) => {
  const policies = new CallPolicies({ ...DEFAULTS, breakerFailures: 10 }, 'crm', LOG);
  const system = new FakeSystem();
  system.answersAfterMs = 5;
  for (let call = 0; call < 100; call += 1) {
    void ask(policies, system);
    await vi.advanceTimersByTimeAsync(10);
  }
  system.sentAt.length = 0;
  system.isDown = true;
  system.answersAfterMs = afterMs;
  const began = performance.now();
  let opened = Infinity;
  for (let call = 0; call < CALLS; call += 1) {
    void ask(policies, system);
    await vi.advanceTimersByTimeAsync(STEP_MS);
    if (policies.isCircuitOpen) opened = Math.min(opened, performance.now());
  }
  const toOpen = system.sentAt.filter((at) => at <= opened).length;
  const sent = system.sentAt.length;
  const took = opened - system.firstFailedAt;
  console.log(
    `${sent} of ${CALLS} calls sent, opened after ${toOpen} and ${(opened - began).toFixed(0)} ms, ${took.toFixed(0)} ms after the first had failed`,
  );
  expect(sent).toBeLessThanOrEqual(40);
  expect(took).toBeLessThanOrEqual(1_000);
  // Once the system has recovered, the breaker closes within five seconds.
  system.isDown = false;
  system.answersAfterMs = 5;
  const ended = performance.now();
  // Calls that hang end by their deadline.
  while (policies.isCircuitOpen) {
    void ask(policies, system);
    await vi.advanceTimersByTimeAsync(STEP_MS);
  }
  expect(performance.now() - ended).toBeLessThanOrEqual(5_000);
});

test('a system that fails one call in a hundred is called without restriction', async () => {
  const policies = new CallPolicies({ ...DEFAULTS, concurrency: 64, breakerFailures: 10 }, 'crm', LOG);
  const system = new FakeSystem();
  system.answersAfterMs = 100;
  const answers: Promise<string>[] = [];
  const began = performance.now();
  const took: number[] = [];
  for (let call = 0; call < 3_000; call += 1) {
    const asked = performance.now();
    const work = async (signal: AbortSignal) => {
      await system.work(signal);
      if (call % 100 === 0) throw new UnavailableError(TARGET, 'status 503');
      return 'well';
    };
    answers.push(
      policies.run({ target: TARGET, isRepeatable: false, send: work }, HERE).then(
        () => (took.push(performance.now() - asked), 'answered'),
        () => 'failed',
      ),
    );
    await vi.advanceTimersByTimeAsync(2);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  const all = await Promise.all(answers);
  expect(all.filter((one) => one === 'failed')).toHaveLength(30);
  expect(policies.isCircuitOpen).toBe(false);
  // 500 calls a second of 100 ms each: 50 at once. None waited longer than a few milliseconds.
  expect(Math.max(...took)).toBeLessThan(130);
  expect(performance.now() - began).toBeLessThan(8_000);
});

test('the call whose failure opens the breaker is not retried, and uses none of the budget', async () => {
  const policies = new CallPolicies({ ...DEFAULTS, breakerFailures: 10 }, 'crm', LOG);
  const system = new FakeSystem();
  system.isDown = true;
  for (let call = 0; call < 9; call += 1) {
    const answer = ask(policies, system);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe('failed');
  }
  expect(policies.isCircuitOpen).toBe(false);
  const last = policies.run({ target: TARGET, isRepeatable: true, send: system.work }, HERE).catch(String);
  await vi.advanceTimersByTimeAsync(1);
  expect(await last).toContain('503');
  expect(policies.isCircuitOpen).toBe(true);
  expect(system.sentAt).toHaveLength(10);
  expect(policies.stats).toMatchObject({ retries: 0, unretried: 0, refused: 0 });
});
