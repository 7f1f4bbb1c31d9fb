import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, normalized } from '../../server/graph/scalars.ts';

const digits = fc.string({ unit: fc.constantFrom('0', '0', '1', '5', '9'), maxLength: 20 });
const sign = fc.constantFrom('', '', '', '-', '-', '+', '--', ' ');
const point = fc.constantFrom('', '.', '.', '.', '.', '..', 'e', ',');
/** Decimals in all spellings, and text that only looks like one. */
const texts = fc.tuple(sign, digits, point, digits).map((parts) => parts.join(''));
const anything = fc.oneof(texts, fc.double(), fc.integer(), fc.string(), fc.constant(null), fc.constant([]));

/** The result of a function, or the message of the error that it throws. */
function outcome(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return `thrown: ${(error as Error).message}`;
  }
}

test('a value gets the same canonical text whether it is taken as is or computed', () => {
  let asIs = 0;
  fc.assert(
    fc.property(anything, (value) => {
      const found = outcome(() => canonical(value));
      expect(found).toBe(outcome(() => normalized(value)));
      if (found === value && value.includes('.')) asIs += 1;
    }),
    { numRuns: 6_000 },
  );
  expect(asIs).toBeGreaterThan(50);
});

test.each([
  '0',
  '-0',
  '0.0',
  '-0.5',
  '0.50',
  '1e3',
  '00.1',
  '.5',
  '5.',
  '-1',
  '9'.repeat(38),
  '9'.repeat(39),
])('%s gets the same canonical text both ways', (value) =>
  expect(outcome(() => canonical(value))).toBe(outcome(() => normalized(value))),
);
