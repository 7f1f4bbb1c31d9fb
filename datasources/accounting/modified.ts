/** A row of a list, with the id and time that identify its state. */
export interface Dated<T> {
  readonly id: string;
  /** When it was last changed, in milliseconds since 1970 by the system's clock. */
  readonly at: number;
  readonly row: T;
}

/** How far a list has been reported: changes from `since` on are still to be reported, unless listed in `reported`. */
export interface Place {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The rows that changed from then on and have been reported: ids with times of change. */
  readonly reported: ReadonlyMap<string, number>;
}

/** The rows to report from a place on. */
export interface Step<T> {
  /** Those that have not been reported yet, oldest change first. */
  readonly rows: readonly Dated<T>[];
  /** The place after them. */
  readonly place: Place;
  /** Whether more may be available right now. */
  readonly hasMore: boolean;
}

/** Reads one page of the rows that changed at or after a time, oldest change first; pages count from 1. */
export type ReadPage<T> = (
  since: number,
  page: number,
) => Promise<{ readonly rows: readonly Dated<T>[]; readonly hasMore: boolean }>;

/** The maximum number of rows that are read again. */
const KEPT = 50;
/** The maximum number of rows of one instant that are remembered; if more were changed at once, the instant counts as reported. */
const MAX_INSTANT_ROWS = 1_000;

/**
 * Returns the next rows of a list that can only be polled for changes since a time. A time alone is not enough: rows share one, a row
 * written later may carry an earlier one, and a clock may be set back. So the last rows, half a page at most, are read again on every poll,
 * and those already reported are recognized by id and time.
 */
export async function stepFrom<T>(place: Place, pageSize: number, read: ReadPage<T>): Promise<Step<T>> {
  const first = await read(place.since, 1);
  const isOneInstant = first.hasMore && first.rows.at(-1)?.at === place.since;
  const { rows, hasMore } = isOneInstant ? await pastInstant(place.since, first, read) : first;
  const next = hasMore ? placeAmid(place, rows) : placeAfter(place, rows, pageSize);
  return { rows: rows.filter(({ id, at }) => place.reported.get(id) !== at), place: next, hasMore };
}

/**
 * Reads all rows of an instant that fills more than a page, and the rows after it. Reading page by page forwards can miss a row: when
 * others are changed in the meantime, they leave the instant, and the rows behind them move up across the edge of a page that was already
 * read. Rows only move in this direction, so reading backwards misses none that stays. The rows after the instant are read first: if there
 * are any, the clock has moved on, and no row joins the instant while it is read; if there are none, the instant is read again next time.
 */
async function pastInstant<T>(since: number, first: Awaited<ReturnType<ReadPage<T>>>, read: ReadPage<T>) {
  const found = new Map<string, Dated<T>>();
  const note = (rows: readonly Dated<T>[]): void => {
    for (const row of rows) if (row.at === since) found.set(row.id, row);
  };
  const after = await read(since + 1, 1);
  note(first.rows);
  let last = 1;
  for (let page = first; page.hasMore && page.rows.at(-1)?.at === since;) {
    last += 1;
    page = await read(since, last);
    note(page.rows);
  }
  for (let back = last - 1; back >= 1; back -= 1) note((await read(since, back)).rows);
  return { rows: [...found.values(), ...after.rows], hasMore: after.hasMore };
}

/** The place from which the last rows are read again: as many as half a page holds, or else all of the last instant. */
function placeAfter(place: Place, rows: readonly Dated<unknown>[], pageSize: number): Place {
  const newest = rows.at(-1)?.at;
  if (newest === undefined) return place;
  const kept = Math.max(1, Math.min(KEPT, Math.floor(pageSize / 2)));
  if (rows.length <= kept) return placeAt(rows, place.since);
  // Rows that share their instant with a row that is not kept are not kept either.
  const cut = rows.at(-kept - 1)?.at ?? newest;
  return placeAt(rows, Math.min(cut + 1, newest));
}

/** The place of the last row of a page. Rows already reported may come after it if others were written late. */
function placeAmid(place: Place, rows: readonly Dated<unknown>[]): Place {
  const { since, reported } = placeAt(rows, rows.at(-1)?.at ?? place.since);
  const ahead = [...place.reported].filter(([, at]) => at >= since);
  return { since, reported: new Map([...ahead, ...reported]) };
}

function placeAt(rows: readonly Dated<unknown>[], since: number): Place {
  const reported = rows.filter(({ at }) => at >= since).map(({ id, at }) => [id, at] as const);
  return reported.length > MAX_INSTANT_ROWS
    ? { since: (rows.at(-1)?.at ?? since) + 1, reported: new Map() }
    : { since, reported: new Map(reported) };
}
