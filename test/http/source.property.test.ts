import fc from 'fast-check';
import { Lexer, Source, TokenKind } from 'graphql';
import { expect, test } from 'vitest';
import { MAX_NESTING, sourceFault } from '../../server/limits/source.ts';

const OPEN: readonly string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSE: readonly string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** How deep the parser could get at most, by graphql-js's own lexer: up to where that gives up. */
function deepest(source: string): number {
  const lexer = new Lexer(new Source(source));
  let [open, most] = [0, 0];
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      open += OPEN.includes(kind) ? 1 : CLOSE.includes(kind) ? -1 : 0;
      most = Math.max(most, open);
    }
  } catch {
    // An error of the lexer ends the parser as well.
  }
  return most;
}

const DEEP = '{'.repeat(MAX_NESTING + 1);
const tokens = fc.constantFrom(
  ...['{', '[', '(', '}', ']', ')', '"', '"""', '\\', '\\"', '\\"""', '#', '\n', '\r', '\u2028', 'a', ' '],
);
/** Ways to open a text or a comment, and to end it or not, with something deep behind. */
const hidden = fc
  .tuple(
    fc.constantFrom('"', '"""', '#', ''),
    fc.array(tokens, { maxLength: 4 }),
    fc.constantFrom('"', '"""', '\n', '\r', ''),
  )
  .map(([start, inner, end]) => start + inner.join('') + end + DEEP);
const pieces = fc.oneof({ arbitrary: tokens, weight: 8 }, hidden);

test('every document that could take the parser too deep is refused, and no other that the lexer can read', () => {
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

test('no text makes the check look back', () => {
  // A regular expression would need 10^10 steps for this one.
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
