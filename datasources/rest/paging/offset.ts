import type { Page, PageRequest } from '../../load/page.ts';
import { InputError } from '../../errors.ts';
import { decodeCursor } from '../../load/cursor.ts';

/** How many items precede the requested page. */
export function offsetOf(request: PageRequest): number {
  if (request.after === null) return 0;
  const [offset] = decodeCursor('at', request.after);
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) {
    throw new InputError('The cursor is not valid. Pass it exactly as it was given.');
  }
  return offset;
}

/** Builds a page of a list that is addressed by position. */
export function offsetPage<T>(offset: number, items: readonly T[], hasNext: boolean): Page<T> {
  return {
    items,
    hasNext,
    hasPrevious: offset > 0,
    cursors: { is: 'offset', offset },
  };
}
