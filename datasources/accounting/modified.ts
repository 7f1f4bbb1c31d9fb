/** A row of a list, with what tells its states apart. */
export interface Dated<T> {
  readonly id: string;
  /** When it was changed last, in milliseconds since 1970 by the system's clock. */
  readonly at: number;
  readonly row: T;
}

/** How far a list was told: what changed from `since` on is to be told, unless it was already. */
export interface Place {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The rows that changed from then on and were told, by id, each with its time of change. */
  readonly told: ReadonlyMap<string, number>;
}

/** What there is to tell from a place on. */
export interface Step<T> {
  /** Those that were not told yet, the oldest change first. */
  readonly rows: readonly Dated<T>[];
  /** The place after them. */
  readonly place: Place;
  /** Whether there may be more right now. */
  readonly hasMore: boolean;
}

/** One page of the rows that changed at or after a time, the oldest change first; pages count from 1. */
export type ReadPage<T> = (
  since: number,
  page: number,
) => Promise<{ readonly rows: readonly Dated<T>[]; readonly hasMore: boolean }>;

/** Rows that are asked for again, at most. */
const KEPT = 50;
/** Rows of one instant that are remembered at most; where more were changed at once, the instant counts as told. */
const LARGEST_INSTANT = 1_000;

/**
 * The next rows of a list that can only be asked for what changed since a time. A time tells too little: rows share one, one that is
 * written later may carry an earlier one, and a clock may be set back. So the last rows, half a page at most, are asked for again and
 * again, and those that were told are known by id and time.
 */
export async function stepFrom<T>(place: Place, pageSize: number, read: ReadPage<T>): Promise<Step<T>> {
  const first = await read(place.since, 1);
  const isOneInstant = first.hasMore && first.rows.at(-1)?.at === place.since;
  const { rows, hasMore } = isOneInstant ? await pastInstant(place.since, first, read) : first;
  const next = hasMore ? placeAmid(place, rows) : placeAfter(place, rows, pageSize);
  return { rows: rows.filter(({ id, at }) => place.told.get(id) !== at), place: next, hasMore };
}

/**
 * All rows of an instant that fills more than a page, and what comes after it. Page by page forwards a row can be missed: others that
 * are changed meanwhile leave the instant, and those behind them move up, over the edge of a page that was read already. Rows move
 * this way only, so that page by page backwards none is missed that stays. What comes after is read first: where there is some, the
 * clock has gone on, and no row joins the instant while it is read; where there is none, it is read once more the next time.
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

/** The place from which on the last rows are asked for again, as many as half a page holds, or else all of the last instant. */
function placeAfter(place: Place, rows: readonly Dated<unknown>[], pageSize: number): Place {
  const newest = rows.at(-1)?.at;
  if (newest === undefined) return place;
  const kept = Math.max(1, Math.min(KEPT, Math.floor(pageSize / 2)));
  if (rows.length <= kept) return placeAt(rows, place.since);
  // What shares its instant with a row that is not kept is not kept either.
  const cut = rows.at(-kept - 1)?.at ?? newest;
  return placeAt(rows, Math.min(cut + 1, newest));
}

/** The place of the last row of a page. What was told already comes after it where rows were written late. */
function placeAmid(place: Place, rows: readonly Dated<unknown>[]): Place {
  const { since, told } = placeAt(rows, rows.at(-1)?.at ?? place.since);
  const ahead = [...place.told].filter(([, at]) => at >= since);
  return { since, told: new Map([...ahead, ...told]) };
}

function placeAt(rows: readonly Dated<unknown>[], since: number): Place {
  const told = rows.filter(({ at }) => at >= since).map(({ id, at }) => [id, at] as const);
  return told.length > LARGEST_INSTANT
    ? { since: (rows.at(-1)?.at ?? since) + 1, told: new Map() }
    : { since, told: new Map(told) };
}
