import type { GraphQLError } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { requestRefusal } from '../errors.ts';
import type { AnswerLimits } from './limits.ts';

/** A result of graphql-js, with its errors in their public form. */
interface Result {
  readonly data?: unknown;
  readonly errors?: unknown;
}

/** The bytes of the answers to a request so far. The operations of a batch share their signal, and are answered together. */
const bytesSoFar = new WeakMap<AbortSignal, number>();

/** The refusal that takes the place of a result with too many bytes; null if it may be sent. */
export function sizeFault(
  { data, errors }: Result,
  { signal }: Context,
  { answerBytes }: Pick<AnswerLimits, 'answerBytes'>,
): GraphQLError | null {
  const before = bytesSoFar.get(signal) ?? 0;
  const room = answerBytes - before;
  const bytes = jsonBytes(data, room) + jsonBytes(errors, room);
  if (bytes > room)
    return requestRefusal(
      'OPERATION_TOO_LARGE',
      `The answer holds more than ${answerBytes} bytes. Ask for less at once.`,
    );
  bytesSoFar.set(signal, before + bytes);
  return null;
}

/** JSON escapes a character with six bytes at most, and UTF-8 takes three for a UTF-16 code unit. */
const MOST_PER_CHAR = 6;

/**
 * The bytes of the JSON text of plain data. It is written only if that may decide whether there are more than `max`; otherwise the figure is
 * the least they can be.
 */
function jsonBytes(value: unknown, max: number): number {
  const least = leastBytes(value, max);
  return least > max || least * MOST_PER_CHAR <= max ? least : Buffer.byteLength(JSON.stringify(value));
}

/** Counts no further than to `max`. */
function leastBytes(value: unknown, max: number): number {
  if (value === undefined) return 0;
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value).length;
  let bytes = 1;
  for (const [key, item] of Object.entries(value)) {
    // The item and a comma or the closing bracket; of an object, also the key with two quotes and a colon.
    bytes += leastBytes(item, max - bytes) + (Array.isArray(value) ? 1 : key.length + 4);
    if (bytes > max) break;
  }
  return bytes;
}
