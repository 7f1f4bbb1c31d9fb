/**
 * The tables of the log.
 *
 * - `change_log`: the name of this life; the place after which the log is complete; how many times the file has been opened, which is the
 *   token of all leases since.
 * - `change_event`: a place is the time of recording, in microseconds since 1970, or one more than the previous place. So places increase,
 *   and none is issued twice even if a power failure lost the last commits.
 * - `change_source`: the position up to which each source has been recorded.
 * - `change_name`: the names of recordings, and when each was made, in milliseconds.
 */
export const TABLES: readonly string[] = [
  `CREATE TABLE change_log (life TEXT NOT NULL, oldest INTEGER NOT NULL, openings INTEGER NOT NULL) STRICT;
   CREATE TABLE change_event (place INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT;
   CREATE TABLE change_source (source TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE change_name (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE INDEX change_name_at ON change_name (at);`,
];

/** How many places there are per millisecond. */
export const PLACES_A_MS = 1_000;
