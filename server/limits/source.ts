/**
 * The most nested braces, brackets and parentheses; past that a document is refused before it is parsed. graphql-js parses recursively, and
 * a limit on tokens does not keep 20,000 opening braces from overflowing its stack.
 */
export const MAX_NESTING = 200;

/**
 * Why a document must not even be parsed, in words for its author; null if it may be. Brackets in strings and comments do not count. It
 * takes one pass without a regular expression, which could be made to backtrack for hours. From where the lexer would give up, nothing
 * counts, because the parser gets no further.
 */
export function sourceFault(source: string): string | null {
  let open = 0;
  for (let at = 0; at < source.length; at++) {
    switch (source.charAt(at)) {
      case '{':
      case '[':
      case '(':
        open += 1;
        if (open > MAX_NESTING) return FAULT;
        break;
      case '}':
      case ']':
      case ')':
        open -= 1;
        break;
      case '#':
        at = endOfLine(source, at);
        break;
      case '"':
        at = source.startsWith('"""', at) ? endOfBlock(source, at + 3) : endOfText(source, at + 1);
        break;
    }
  }
  return null;
}

const FAULT = `The document nests more than ${MAX_NESTING} brackets. Ask for less at once.`;

/** A carriage return alone also ends a line (GraphQL, section 2.1.2). */
function endOfLine(source: string, from: number): number {
  let at = from;
  while (at < source.length && source[at] !== '\n' && source[at] !== '\r') at += 1;
  return at;
}

/** The position of the closing quote of a string that began before `from`; the end of the source if there is none. */
function endOfText(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === '"') return at;
    if (source[at] === '\n' || source[at] === '\r') break;
    if (source[at] === '\\') at += 1;
  }
  return source.length;
}

/** The same for a block string, in which a backslash is only special before three quotes. */
function endOfBlock(source: string, from: number): number {
  for (let at = source.indexOf('"""', from); at >= 0; at = source.indexOf('"""', at + 3)) {
    if (source[at - 1] !== '\\') return at + 2;
  }
  return source.length;
}
