/**
 * Braces, brackets and parentheses open at once, past which a document is refused before it is parsed:
 * graphql-js parses by recursion, and `maxTokens` does not keep 20,000 opening braces from its stack.
 */
const MAX_NESTING = 200;

/** Why a document must not even be parsed, in words for its author; null where it may be. */
export function sourceFault(source: string): string | null {
  let open = 0;
  for (const [bracket] of source.matchAll(BRACKETS)) {
    open += bracket === '{' || bracket === '[' || bracket === '(' ? 1 : CLOSING.has(bracket) ? -1 : 0;
    if (open > MAX_NESTING)
      return `The document nests more than ${MAX_NESTING} brackets. Ask for less at once.`;
  }
  return null;
}

const CLOSING = new Set(['}', ']', ')']);

/** Brackets outside of texts and comments; a text or a comment is matched whole and counts for nothing. */
const BRACKETS = /"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|[{}[\]()]/g;
