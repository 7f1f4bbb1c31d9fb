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
