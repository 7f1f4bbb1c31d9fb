import { expect, test } from 'vitest';
import { Breaker } from '../../datasources/rest/breaker.ts';
import { CircuitOpenError } from '../../datasources/rest/errors/circuit-open.ts';
import { RefusedError } from '../../datasources/rest/errors/refused.ts';
import { UnavailableError } from '../../datasources/rest/errors/unavailable.ts';

const CALL = { system: 'crm', method: 'GET', path: '/v3/customers' };
const HERE = new AbortController().signal;
const down = () => Promise.reject(new UnavailableError(CALL, 'status 503'));
const well = () => Promise.resolve('well');
const refusing = () => Promise.reject(new RefusedError(CALL, 'status 400'));

/** A breaker that opens at ten failures, with the test's own clock, and the states it has reported. */
function world(failures = 10) {
  const clock = { ms: 1_000 };
  const states: string[] = [];
  const breaker = new Breaker({
    failures,
    onStateChange: (state) => states.push(state),
    now: () => clock.ms,
  });
  /** Whether a call was sent, whatever its outcome. */
  const isSent = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await breaker.run(CALL, HERE, work);
      return true;
    } catch (error) {
      return !(error instanceof CircuitOpenError);
    }
  };
  const times = async (count: number, work: () => Promise<unknown>): Promise<number> => {
    let sent = 0;
    for (let index = 0; index < count; index += 1) if (await isSent(work)) sent += 1;
    return sent;
  };
  return { clock, states, breaker, times };
}

test('the breaker opens at the tenth failure among the last twenty tries, and reports it once', async () => {
  const { breaker, times, states } = world();
  await times(500, well);
  await times(9, down);
  expect(breaker.state).toBe('closed');
  expect(await times(11, down)).toBe(1);
  expect(breaker.state).toBe('open');
  expect(states).toEqual(['open']);
  expect([breaker.opened, breaker.refused]).toEqual([1, 10]);
});

test('failures too far apart do not open the breaker', async () => {
  const { breaker, times } = world();
  for (let round = 0; round < 50; round += 1) {
    await times(1, down);
    await times(2, well);
  }
  expect(breaker.state).toBe('closed');
});

test('refusals of a system do not count as failures', async () => {
  const { breaker, times } = world();
  await times(100, refusing);
  expect(breaker.state).toBe('closed');
});

test('calls aborted by their caller do not count as failures', async () => {
  const { breaker, times } = world();
  await times(100, () => Promise.reject(new DOMException('gone', 'AbortError')));
  expect(breaker.state).toBe('closed');
});

test('a refused call states when the system will be tried again', async () => {
  const { breaker, clock, times } = world();
  await times(10, down);
  clock.ms += 400;
  const refused = breaker.run(CALL, HERE, well);
  await expect(refused).rejects.toMatchObject({ code: 'UPSTREAM_CIRCUIT_OPEN', retryAfterMs: 600 });
});

test('while one call probes whether the system answers again, all others are refused at once', async () => {
  const { breaker, clock, times, states } = world();
  await times(10, down);
  clock.ms += 1_000;
  const { promise, resolve } = Promise.withResolvers<string>();
  const probe = breaker.run(CALL, HERE, () => promise);
  expect(breaker.state).toBe('probing');
  expect(await times(20, well)).toBe(0);
  resolve('well');
  await probe;
  expect(states).toEqual(['open', 'closed']);
  expect(await times(20, well)).toBe(20);
});

test('a probe whose caller has left is followed by another a second after it began', async () => {
  const { breaker, clock, times } = world();
  await times(10, down);
  clock.ms += 1_000;
  await times(1, () => Promise.reject(new DOMException('gone', 'AbortError')));
  expect(await times(5, well)).toBe(0);
  clock.ms += 1_000;
  expect(await times(5, well)).toBe(5);
  expect(breaker.state).toBe('closed');
});

test('the outcome of a call sent before the breaker opened does not change its state', async () => {
  const { breaker, times } = world();
  const { promise, resolve } = Promise.withResolvers<string>();
  const early = breaker.run(CALL, HERE, () => promise);
  await times(10, down);
  resolve('well');
  await early;
  expect(breaker.state).toBe('open');
});

test('of 10,000 calls in an outage of 30 s, at most 40 are sent; the breaker closes within 5 s of its end', async () => {
  const { breaker, clock, times } = world();
  await times(100, well);
  let sent = 0;
  for (let call = 0; call < 10_000; call += 1) {
    sent += await times(1, down);
    clock.ms += 3;
  }
  const ended = clock.ms;
  while (breaker.state !== 'closed') {
    await times(1, well);
    clock.ms += 3;
  }
  console.log(`breaker: ${sent} of 10,000 calls sent, closed ${clock.ms - ended} ms after the outage`);
  expect(sent).toBeLessThanOrEqual(40);
  expect(clock.ms - ended).toBeLessThanOrEqual(5_000);
});

test('the breaker never opens if the number of failures is 0', async () => {
  const { times } = world(0);
  expect(await times(100, down)).toBe(100);
});
