import { expect, test } from 'vitest';
import { Deadline } from '../../datasources/rest/deadline.ts';

const late = () => new Error('late');

test('the signal of a deadline aborts with its caller, even if that left before it began', () => {
  const caller = new AbortController();
  using before = new Deadline(60_000, caller.signal, late);
  expect(before.signal.aborted).toBe(false);
  caller.abort('gone');
  using after = new Deadline(60_000, caller.signal, late);
  expect([before, after].map(({ signal }) => signal.reason as unknown)).toEqual(['gone', 'gone']);
});
