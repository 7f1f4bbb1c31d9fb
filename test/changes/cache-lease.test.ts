import { expect, test } from 'vitest';
import { CacheLease } from '../../changes/redis/cache-lease.ts';

const [OLD, NEW] = ['sjHuo3pWO1Zn', 'hlbkcLfmMQTd'];

/** On the roster at 0 ms, with all that the log had, until 900. */
function validLease(): CacheLease {
  const lease = new CacheLease();
  lease.reached(`${OLD}.7`);
  for (const askedAt of [0, 1]) {
    const isOn = lease.mayBeOn(askedAt);
    lease.recordHeartbeat({ askedAt, answeredAt: askedAt, isOn, newest: `${OLD}.7` });
  }
  expect(lease.isValid(2)).toBe(true);
  return lease;
}

test('goes on while others record, as they wait', () => {
  const lease = validLease();
  lease.recordHeartbeat({ askedAt: 200, answeredAt: 210, isOn: lease.mayBeOn(200), newest: `${OLD}.9` });
  expect(lease.isValid(211)).toBe(true);
});

test('is over 0.9 s after the last call, until all is known that the log had by then', () => {
  const lease = validLease();
  expect(lease.isValid(902)).toBe(false);
  expect(lease.mayBeOn(902)).toBe(false);
  lease.recordHeartbeat({ askedAt: 902, answeredAt: 903, isOn: false, newest: `${OLD}.9` });
  expect(lease.mayBeOn(904)).toBe(false);
  lease.reached(`${OLD}.9`);
  lease.recordHeartbeat({ askedAt: 905, answeredAt: 906, isOn: lease.mayBeOn(905), newest: `${OLD}.9` });
  expect(lease.isValid(907)).toBe(true);
});

test('a log that begins anew within a lease is caught up with, and not the one before it', () => {
  const lease = validLease();
  lease.recordHeartbeat({ askedAt: 200, answeredAt: 210, isOn: lease.mayBeOn(200), newest: `${NEW}.0-3` });
  expect(lease.isValid(211)).toBe(false);
  lease.reached(`${NEW}.0-3`);
  expect(lease.isValid(212)).toBe(true);
  lease.recordHeartbeat({ askedAt: 400, answeredAt: 410, isOn: lease.mayBeOn(400), newest: `${NEW}.0-3` });
  expect(lease.isValid(1_200)).toBe(true);
});

/** Calls every 200 ms, from the first to before the last, each time with one event more in the log; gives when it was out of step. */
function callOn(
  lease: CacheLease,
  from: number,
  until: number,
  work: (now: number) => void = () => undefined,
) {
  const out: number[] = [];
  for (let now = from; now < until; now += 200) {
    work(now);
    const isOn = lease.mayBeOn(now);
    lease.recordHeartbeat({ askedAt: now, answeredAt: now + 1, isOn, newest: `${OLD}.${now}` });
    if (!lease.isValid(now + 2)) out.push(now);
  }
  return out;
}

test('is over for who calls but stands still while others wait, until all is known again', () => {
  const lease = validLease();
  expect(callOn(lease, 200, 2_000)).toEqual([1_400, 1_600, 1_800]);
  expect(lease.mayBeOn(2_000)).toBe(false);
  lease.reached(`${OLD}.1800`);
  expect(callOn(lease, 2_000, 2_400, (now) => lease.reached(`${OLD}.${now}`))).toEqual([]);
});

test('is over for who stands still in a log that is no more', () => {
  const lease = validLease();
  for (const askedAt of [200, 400, 600, 800, 1_000, 1_200]) {
    expect(lease.mayBeOn(askedAt)).toBe(true);
    lease.recordHeartbeat({ askedAt, answeredAt: askedAt + 1, isOn: true, newest: `${NEW}.0-3` });
  }
  expect(lease.mayBeOn(1_400)).toBe(false);
});

test('goes on for who moves, however far behind, and for who has nothing to catch up with', () => {
  const slow = validLease();
  expect(callOn(slow, 200, 5_000, (now) => slow.reached(`${OLD}.${7 + now / 100}`))).toEqual([]);
  const idle = validLease();
  for (let now = 200; now < 5_000; now += 200) {
    idle.recordHeartbeat({ askedAt: now, answeredAt: now + 1, isOn: idle.mayBeOn(now), newest: `${OLD}.7` });
  }
  expect(idle.isValid(5_000)).toBe(true);
});
