/**
 * The tables of the log.
 *
 * - `change_log`: the name of this life; the place after which all can still be had; how often the file was opened, which is the token of
 *   all leases since.
 * - `change_event`: a place is when the event was recorded, in microseconds since 1970, or one more than the last. So places rise, and
 *   none is given out twice even where the last commits were lost with the machine's power.
 * - `change_source`: how far each source has been recorded.
 * - `change_name`: what was recorded by which name, and when, in milliseconds.
 */
export const TABLES: readonly string[] = [
  `CREATE TABLE change_log (life TEXT NOT NULL, oldest INTEGER NOT NULL, openings INTEGER NOT NULL) STRICT;
   CREATE TABLE change_event (place INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT;
   CREATE TABLE change_source (source TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE change_name (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE INDEX change_name_at ON change_name (at);`,
];

/** How many places there are to a millisecond. */
export const PLACES_A_MS = 1_000;
