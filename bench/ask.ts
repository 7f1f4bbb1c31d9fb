import { PAGE, walkQuery, type Operation } from './operations.ts';
import type { Counts } from './upstream/server.ts';

/** Header fields that a caller sends with each request, such as its credentials. */
export type Fields = Readonly<Record<string, string>>;

/** Sends an operation once; returns the raw body. */
export async function ask(url: string, operation: Operation, fields: Fields = {}): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...fields };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(operation) });
  return (await answer.text()).trimEnd();
}

/** The `data` of an answer as text, its fields in the order received. Throws an Error if there are errors. */
export async function dataOf(url: string, operation: Operation, fields?: Fields): Promise<string> {
  const text = await ask(url, operation, fields);
  const { data, errors } = parsed(text);
  if (errors === undefined && data !== undefined) return JSON.stringify(data);
  throw new Error(`${operation.operationName}: ${text.slice(0, 300)}`);
}

/** The cursors before each page of orders, as this server returns them: null, then the end of each page. */
export async function walk(url: string, fields?: Fields): Promise<readonly (string | null)[]> {
  const cursors: (string | null)[] = [null];
  for (;;) {
    const data = await dataOf(url, walkQuery(PAGE, cursors.at(-1) ?? null), fields);
    const end = (JSON.parse(data) as Walked).orders.pageInfo.endCursor;
    if (end === null || end === cursors.at(-1) || cursors.length >= MOST_PAGES) return cursors;
    cursors.push(end);
  }
}

/** The number of pages to walk, the same for all targets: the upstream has this many full pages. */
const MOST_PAGES = 239;

/** Resets the upstream's counts, and sets how long each of its answers waits; returns the counts before the reset. */
export async function setUpstream(url: string, delayMs: number): Promise<Counts> {
  const answer = await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify({ delayMs }) });
  return (await answer.json()) as Counts;
}

interface Walked {
  readonly orders: { readonly pageInfo: { readonly endCursor: string | null } };
}

function parsed(text: string): { data?: unknown; errors?: unknown } {
  try {
    return JSON.parse(text) as { data?: unknown; errors?: unknown };
  } catch {
    return {};
  }
}
