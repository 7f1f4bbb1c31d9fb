import { requestIdOf } from '../context.ts';
import { PublicError } from '../errors.ts';
import type { End } from './outbox.ts';
import type { StreamParts } from './parts.ts';

/** The end of streams that cannot continue, with the public form of the error. */
export function failureOf(error: unknown, { log }: Pick<StreamParts, 'log'>): End {
  return { is: 'failed', error: PublicError.from(error, requestIdOf(undefined), log) };
}
