import { errorWith } from '../errors.ts';
import { isRecord } from '../table/flatten.ts';

/** A header field that authenticates the caller; the user replaces `placeholder` in its value. */
export interface Snippet {
  readonly label: string;
  readonly field: string;
  readonly value: string;
  readonly placeholder: string;
}

/** The kinds of credentials that the graph accepts. */
export const SNIPPETS: readonly Snippet[] = [
  { label: 'Token', field: 'authorization', value: 'Bearer your-token', placeholder: 'your-token' },
  { label: 'API key', field: 'x-api-key', value: 'isk_your-key', placeholder: 'isk_your-key' },
];

/** The headers, a JSON object as text, with this field instead of other credentials; text that is not a JSON object is replaced. */
export function withSnippet(headers: string, { field, value }: Snippet): string {
  const others = Object.entries(parsed(headers)).filter(([name]) => !isCredential(name));
  return JSON.stringify({ ...Object.fromEntries(others), [field]: value }, null, 2);
}

/** Whether header fields, a JSON object as text, contain credentials. */
export function hasCredentials(headers: string): boolean {
  return Object.keys(parsed(headers)).some(isCredential);
}

/** The graph's message if it requires credentials or refused the ones that were sent; null otherwise. */
export function refusalIn(answer: unknown): string | null {
  return errorWith('UNAUTHENTICATED', answer);
}

function isCredential(name: string): boolean {
  return SNIPPETS.some(({ field }) => field === name.toLowerCase());
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
