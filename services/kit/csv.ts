import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** One row of a table: column name to text, an empty field is null. */
export type CsvRow = Readonly<Record<string, string | null>>;

/** All rows of a gzipped UTF-8 CSV file with a header. Throws if the file is missing or is not such a file. */
export function readCsv(file: URL): CsvRow[] {
  return parse<CsvRow>(gunzipSync(readFileSync(file)), {
    columns: true,
    cast: (value) => (value === '' ? null : value),
  });
}
