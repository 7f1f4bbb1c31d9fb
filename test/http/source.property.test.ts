import fc from 'fast-check';
import { Lexer, Source, TokenKind } from 'graphql';
import { expect, test } from 'vitest';
import { MAX_NESTING, sourceFault } from '../../server/limits/source.ts';

const OPEN: readonly string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSE: readonly string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** How deep the parser could get at most, according to graphql-js's own lexer: counted up to its first error. */
function deepest(source: string): number {
  const lexer = new Lexer(new Source(source));
  let [open, most] = [0, 0];
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      open += OPEN.includes(kind) ? 1 : CLOSE.includes(kind) ? -1 : 0;
      most = Math.max(most, open);
    }
  } catch {
    // A lexer error stops the parser as well.
  }
  return most;
}

const DEEP = '{'.repeat(MAX_NESTING + 1);
const tokens = fc.constantFrom(
  ...['{', '[', '(', '}', ']', ')', '"', '"""', '\\', '\\"', '\\"""', '#', '\n', '\r', '\u2028', 'a', ' '],
);
/** A string or comment that may or may not be closed, followed by something deep. */
const hidden = fc
  .tuple(
    fc.constantFrom('"', '"""', '#', ''),
    fc.array(tokens, { maxLength: 4 }),
    fc.constantFrom('"', '"""', '\n', '\r', ''),
  )
  .map(([start, inner, end]) => start + inner.join('') + end + DEEP);
const pieces = fc.oneof({ arbitrary: tokens, weight: 8 }, hidden);

test('every document that would take the parser too deep is refused, and no other readable one', () => {
  const documents = fc.array(pieces, { maxLength: 12 }).map((found) => found.join(''));
  fc.assert(
    fc.property(documents, (source) => {
      const refused = sourceFault(source) !== null;
      if (deepest(source) > MAX_NESTING) expect(refused).toBe(true);
      else if (isReadable(source)) expect(refused).toBe(false);
    }),
    { numRuns: 5_000 },
  );
});

test('the check takes linear time, even for texts that would make a regular expression backtrack', () => {
  // A regular expression would need 10^10 steps for the first.
  expect(sourceFault('"\\'.repeat(130_000))).toBeNull();
  expect(sourceFault('"""\\'.repeat(65_000))).toBeNull();
});

function isReadable(source: string): boolean {
  const lexer = new Lexer(new Source(source));
  try {
    while (lexer.advance().kind !== TokenKind.EOF);
    return true;
  } catch {
    return false;
  }
}
