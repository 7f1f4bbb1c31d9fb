import { isRecord } from '../table/flatten.ts';

/** A header field that says who asks, with what to write in the place of `placeholder`. */
export interface Snippet {
  readonly label: string;
  readonly field: string;
  readonly value: string;
  readonly placeholder: string;
}

/** What the graph takes for credentials. */
export const SNIPPETS: readonly Snippet[] = [
  { label: 'Token', field: 'authorization', value: 'Bearer your-token', placeholder: 'your-token' },
  { label: 'API key', field: 'x-api-key', value: 'isk_your-key', placeholder: 'isk_your-key' },
];

/** The headers, a JSON object as text, with this field in the place of other credentials; text that is no JSON object is replaced. */
export function withSnippet(headers: string, { field, value }: Snippet): string {
  const others = Object.entries(parsed(headers)).filter(([name]) => !isCredential(name));
  return JSON.stringify({ ...Object.fromEntries(others), [field]: value }, null, 2);
}

/** Whether header fields, a JSON object as text, say who asks. */
export function hasCredentials(headers: string): boolean {
  return Object.keys(parsed(headers)).some(isCredential);
}

/** What the graph says where it wants to know who asks, or does not take the credentials it was shown; null where it says no such thing. */
export function refusalIn(answer: unknown): string | null {
  const errors = isRecord(answer) && Array.isArray(answer['errors']) ? (answer['errors'] as unknown[]) : [];
  const refusal = errors.filter(isRecord).find(({ extensions }) => codeOf(extensions) === 'UNAUTHENTICATED');
  return refusal ? String(refusal['message']) : null;
}

function codeOf(extensions: unknown): unknown {
  return isRecord(extensions) ? extensions['code'] : undefined;
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
