import { isRecord } from './table/flatten.ts';

/** The messages of the errors in an answer. */
export function errorsIn(answer: unknown): readonly string[] {
  return listIn(answer).map(messageOf);
}

/** The message of the error with this code in an answer; null if it has none. */
export function errorWith(code: string, answer: unknown): string | null {
  const found = listIn(answer).find((error) => codeOf(error) === code);
  return found === undefined ? null : messageOf(found);
}

function listIn(answer: unknown): readonly unknown[] {
  return isRecord(answer) && Array.isArray(answer['errors']) ? answer['errors'] : [];
}

function codeOf(error: unknown): unknown {
  return isRecord(error) && isRecord(error['extensions']) ? error['extensions']['code'] : undefined;
}

function messageOf(error: unknown): string {
  const message = isRecord(error) && 'message' in error ? error['message'] : error;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
