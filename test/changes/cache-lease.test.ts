import { expect, test } from 'vitest';
import { CacheLease, type HeartbeatOutcome } from '../../changes/redis/cache-lease.ts';

const [OLD, NEW] = ['sjHuo3pWO1Zn', 'hlbkcLfmMQTd'];

type Outcome = Pick<HeartbeatOutcome, 'askedAt' | 'answeredAt' | 'isOn' | 'newest'>;

/** Records the outcome of a heartbeat that carried the current position. */
function record(lease: CacheLease, outcome: Outcome, run = 'first'): void {
  lease.recordHeartbeat({ ...outcome, position: lease.position, run });
}

/** A lease of a replica that is on the roster and caught up with the log at 0 ms, valid until 900 ms. */
function validLease(): CacheLease {
  const lease = new CacheLease();
  lease.reached(`${OLD}.7`);
  for (const askedAt of [0, 1]) {
    const isOn = lease.mayBeOn(askedAt);
    record(lease, { askedAt, answeredAt: askedAt, isOn, newest: `${OLD}.7` });
  }
  expect(lease.isValid(2)).toBe(true);
  return lease;
}

test('the lease stays valid while others record, since they wait for this replica', () => {
  const lease = validLease();
  record(lease, { askedAt: 200, answeredAt: 210, isOn: lease.mayBeOn(200), newest: `${OLD}.9` });
  expect(lease.isValid(211)).toBe(true);
});

test('the lease expires 0.9 s after the last heartbeat, until the replica has caught up with the log', () => {
  const lease = validLease();
  expect(lease.isValid(902)).toBe(false);
  expect(lease.mayBeOn(902)).toBe(false);
  record(lease, { askedAt: 902, answeredAt: 903, isOn: false, newest: `${OLD}.9` });
  expect(lease.mayBeOn(904)).toBe(false);
  lease.reached(`${OLD}.9`);
  record(lease, { askedAt: 905, answeredAt: 906, isOn: lease.mayBeOn(905), newest: `${OLD}.9` });
  expect(lease.isValid(907)).toBe(true);
});

test('when the log starts over during a lease, the replica must catch up with the new log, not the old one', () => {
  const lease = validLease();
  record(lease, { askedAt: 200, answeredAt: 210, isOn: lease.mayBeOn(200), newest: `${NEW}.0-3` });
  expect(lease.isValid(211)).toBe(false);
  lease.reached(`${NEW}.0-3`);
  expect(lease.isValid(212)).toBe(true);
  record(lease, { askedAt: 400, answeredAt: 410, isOn: lease.mayBeOn(400), newest: `${NEW}.0-3` });
  expect(lease.isValid(1_200)).toBe(true);
});

test.each([
  ['has lost what the replica has handled', `${OLD}.5`],
  ['may have lost what the replica has not handled, as it has more by then', `${OLD}.9`],
])('when Redis is restarted during a lease and %s, the replica must catch up first', (_, newest) => {
  const lease = validLease();
  record(lease, { askedAt: 200, answeredAt: 210, isOn: lease.mayBeOn(200), newest }, 'second');
  expect(lease.isValid(211)).toBe(false);
  lease.reached(newest);
  record(lease, { askedAt: 400, answeredAt: 410, isOn: lease.mayBeOn(400), newest }, 'second');
  expect(lease.isValid(1_200)).toBe(true);
});

/** Sends a heartbeat every 200 ms, each time with one more event in the log; returns the times at which the lease was not valid. */
function sendHeartbeats(
  lease: CacheLease,
  from: number,
  until: number,
  work: (now: number) => void = () => undefined,
) {
  const invalidAt: number[] = [];
  for (let now = from; now < until; now += 200) {
    work(now);
    const isOn = lease.mayBeOn(now);
    record(lease, { askedAt: now, answeredAt: now + 1, isOn, newest: `${OLD}.${now}` });
    if (!lease.isValid(now + 2)) invalidAt.push(now);
  }
  return invalidAt;
}

test('a replica that sends heartbeats but makes no progress loses its lease until it has caught up', () => {
  const lease = validLease();
  expect(sendHeartbeats(lease, 200, 2_000)).toEqual([1_400, 1_600, 1_800]);
  expect(lease.mayBeOn(2_000)).toBe(false);
  lease.reached(`${OLD}.1800`);
  expect(sendHeartbeats(lease, 2_000, 2_400, (now) => lease.reached(`${OLD}.${now}`))).toEqual([]);
});

test('a replica that makes no progress after the log has started over loses its lease', () => {
  const lease = validLease();
  for (const askedAt of [200, 400, 600, 800, 1_000, 1_200]) {
    expect(lease.mayBeOn(askedAt)).toBe(true);
    record(lease, { askedAt, answeredAt: askedAt + 1, isOn: true, newest: `${NEW}.0-3` });
  }
  expect(lease.mayBeOn(1_400)).toBe(false);
});

test('a replica keeps its lease if it makes progress, however far behind, or has nothing to catch up with', () => {
  const slow = validLease();
  expect(sendHeartbeats(slow, 200, 5_000, (now) => slow.reached(`${OLD}.${7 + now / 100}`))).toEqual([]);
  const idle = validLease();
  for (let now = 200; now < 5_000; now += 200) {
    record(idle, { askedAt: now, answeredAt: now + 1, isOn: idle.mayBeOn(now), newest: `${OLD}.7` });
  }
  expect(idle.isValid(5_000)).toBe(true);
});
