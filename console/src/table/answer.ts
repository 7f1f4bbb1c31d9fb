import { errorsIn } from '../errors.ts';
import { tablesOf, type Table } from './flatten.ts';

/** What the response pane holds, as the table pane sees it. */
export interface Answer {
  readonly tables: readonly Table[];
  /** The messages of the errors that came with the data, or in its place. */
  readonly errors: readonly string[];
}

/** Reads the text of the response pane. Null if it is not an answer of the graph, such as before the first run. */
export function readAnswer(response: string | null | undefined): Answer | null {
  return answerIn(parseJson(response ?? ''));
}

/** Reads an answer of the graph. Null if it is none. */
export function answerIn(answer: unknown): Answer | null {
  if (typeof answer !== 'object' || answer === null) return null;
  return { tables: tablesOf('data' in answer ? answer.data : null), errors: errorsIn(answer) };
}

/** What a table is called: its place in the query, one step a list, and how many rows it has, or shows of them. */
export function labelOf({ path, rows }: Table, shown = rows.length): string {
  const place = path === '' ? 'values outside of lists' : path.replaceAll('[].', ' › ');
  return `${place} (${shown === rows.length ? shown : `${shown} of ${rows.length}`})`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
