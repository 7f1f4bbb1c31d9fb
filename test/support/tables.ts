import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** A row of a sample table, as text; a missing value is the empty string. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a table of the sample data, such as `commerce/order`. */
export function table(name: string): readonly Row[] {
  const [system, file] = name.split('/');
  const path = new URL(`../../services/${system ?? ''}/data/${file ?? ''}.csv.gz`, import.meta.url);
  return parse(gunzipSync(readFileSync(path)), { columns: true });
}

/** The errors planted in the accounts, by order number. */
export function plantedErrors(): readonly Row[] {
  const path = new URL('../../services/accounting/data/bookkeeping-errors.csv', import.meta.url);
  return parse(readFileSync(path), { columns: true });
}

/** A decimal with up to four places as a whole number of ten-thousandths. */
export function units(decimal: string): bigint {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(decimal) ?? [];
  return BigInt(`${sign}${whole}${part.padEnd(4, '0')}`);
}

/** Ten-thousandths as the graph writes decimals: without trailing zeros. */
export function decimal(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(5, '0');
  const part = digits.slice(-4).replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -4)}${part === '' ? '' : `.${part}`}`;
}
