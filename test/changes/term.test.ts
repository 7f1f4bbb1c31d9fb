import { expect, test } from 'vitest';
import { Term } from '../../changes/redis/term.ts';

const [OLD, NEW] = ['sjHuo3pWO1Zn', 'hlbkcLfmMQTd'];

/** On the roll at 0 ms, with all that the log had, until 900. */
function inStep(): Term {
  const term = new Term();
  term.reached(`${OLD}.7`);
  for (const askedAt of [0, 1]) {
    const isOn = term.mayBeOn(askedAt);
    term.called({ askedAt, answeredAt: askedAt, isOn, newest: `${OLD}.7` });
  }
  expect(term.isInStep(2)).toBe(true);
  return term;
}

test('goes on while others record, as they wait', () => {
  const term = inStep();
  term.called({ askedAt: 200, answeredAt: 210, isOn: term.mayBeOn(200), newest: `${OLD}.9` });
  expect(term.isInStep(211)).toBe(true);
});

test('is over 0.9 s after the last call, until all is known that the log had by then', () => {
  const term = inStep();
  expect(term.isInStep(902)).toBe(false);
  expect(term.mayBeOn(902)).toBe(false);
  term.called({ askedAt: 902, answeredAt: 903, isOn: false, newest: `${OLD}.9` });
  expect(term.mayBeOn(904)).toBe(false);
  term.reached(`${OLD}.9`);
  term.called({ askedAt: 905, answeredAt: 906, isOn: term.mayBeOn(905), newest: `${OLD}.9` });
  expect(term.isInStep(907)).toBe(true);
});

test('a log that begins anew within a term is caught up with, and not the one before it', () => {
  const term = inStep();
  term.called({ askedAt: 200, answeredAt: 210, isOn: term.mayBeOn(200), newest: `${NEW}.0-3` });
  expect(term.isInStep(211)).toBe(false);
  term.reached(`${NEW}.0-3`);
  expect(term.isInStep(212)).toBe(true);
  term.called({ askedAt: 400, answeredAt: 410, isOn: term.mayBeOn(400), newest: `${NEW}.0-3` });
  expect(term.isInStep(1_200)).toBe(true);
});

/** Calls every 200 ms, from the first to before the last, each time with one event more in the log; gives when it was out of step. */
function callOn(term: Term, from: number, until: number, work: (now: number) => void = () => undefined) {
  const out: number[] = [];
  for (let now = from; now < until; now += 200) {
    work(now);
    const isOn = term.mayBeOn(now);
    term.called({ askedAt: now, answeredAt: now + 1, isOn, newest: `${OLD}.${now}` });
    if (!term.isInStep(now + 2)) out.push(now);
  }
  return out;
}

test('is over for who calls but stands still while others wait, until all is known again', () => {
  const term = inStep();
  expect(callOn(term, 200, 2_000)).toEqual([1_400, 1_600, 1_800]);
  expect(term.mayBeOn(2_000)).toBe(false);
  term.reached(`${OLD}.1800`);
  expect(callOn(term, 2_000, 2_400, (now) => term.reached(`${OLD}.${now}`))).toEqual([]);
});

test('is over for who stands still in a log that is no more', () => {
  const term = inStep();
  for (const askedAt of [200, 400, 600, 800, 1_000, 1_200]) {
    expect(term.mayBeOn(askedAt)).toBe(true);
    term.called({ askedAt, answeredAt: askedAt + 1, isOn: true, newest: `${NEW}.0-3` });
  }
  expect(term.mayBeOn(1_400)).toBe(false);
});

test('goes on for who moves, however far behind, and for who has nothing to catch up with', () => {
  const slow = inStep();
  expect(callOn(slow, 200, 5_000, (now) => slow.reached(`${OLD}.${7 + now / 100}`))).toEqual([]);
  const idle = inStep();
  for (let now = 200; now < 5_000; now += 200) {
    idle.called({ askedAt: now, answeredAt: now + 1, isOn: idle.mayBeOn(now), newest: `${OLD}.7` });
  }
  expect(idle.isInStep(5_000)).toBe(true);
});
