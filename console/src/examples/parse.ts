/** A query that comes with the page. */
export interface Example {
  /** The operation's name, which its tab shows. */
  readonly name: string;
  /** The question it answers, in one sentence or two. */
  readonly question: string;
  readonly query: string;
  /** Variables as JSON text; null if the operation takes none. */
  readonly variables: string | null;
}

/**
 * Reads an example: a comment on the first line that says which question it answers, then one named operation.
 * Throws if either is missing, which fails the test of the examples.
 */
export function parseExample(query: string, variables: string | null): Example {
  const question = /^# (.+)$/m.exec(query)?.[1];
  const name = /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1];
  if (question === undefined || name === undefined || !query.startsWith('# ')) {
    throw new Error(`An example begins with "# <question>" and has a named operation, got:\n${query}`);
  }
  return { name, question, query, variables };
}
