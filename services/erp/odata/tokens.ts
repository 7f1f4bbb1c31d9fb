/** A word, a literal or one of `( ) ,` in a `$filter`; a text is without its quotes. */
export interface Token {
  readonly kind: 'word' | 'text' | 'date' | 'number' | 'mark';
  readonly text: string;
}

const SPACE = /\s*/y;
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['text', /'(?:[^']|'')*'/y],
  ['date', /\d{4}-\d\d-\d\d\b/y],
  ['number', /-?\d+(?:\.\d+)?\b/y],
  ['word', /[A-Za-z_]\w*/y],
  ['mark', /[(),]/y],
];

/** Splits a `$filter` into tokens; if the rest cannot be read, passes it to `refuse` and throws the result. */
export function tokens(filter: string, refuse: (rest: string) => Error): Token[] {
  const found: Token[] = [];
  let at = match(SPACE, filter, 0).length;
  while (at < filter.length) {
    const token = next(filter, at);
    if (!token) throw refuse(filter.slice(at, at + 20));
    found.push(token.kind === 'text' ? { ...token, text: unquote(token.text) } : token);
    at += token.text.length;
    at += match(SPACE, filter, at).length;
  }
  return found;
}

function next(filter: string, at: number): Token | undefined {
  for (const [kind, pattern] of PATTERNS) {
    const text = match(pattern, filter, at);
    if (text) return { kind, text };
  }
  return undefined;
}

function match(pattern: RegExp, filter: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(filter)?.[0] ?? '';
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replaceAll("''", "'");
}
