import { Decimal } from 'decimal.js';
import { parse } from 'csv-parse/sync';

/** A line of a bank statement. */
export interface Line {
  /** The bank's unique reference for this line, the same in every statement it appears in (camt.053: AcctSvcrRef). */
  readonly id: string;
  /** Such as `2014-01-07`. */
  readonly bookedOn: string;
  /** In whole cents; negative for money paid out. */
  readonly amount: Decimal;
  readonly currency: string;
  /** The account holder it came from, as the bank writes the name. */
  readonly payer: string;
  /** The payer's remittance text. */
  readonly remittance: string;
}

/** Thrown for a statement that cannot be read; the message names the offending line. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  readonly code = 'BAD_STATEMENT';
}

const COLUMNS = ['booked_on', 'amount', 'currency', 'payer', 'remittance', 'entry_reference'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Parses a statement in CSV. Throws {@link StatementError}. */
export function readStatement(csv: string): readonly Line[] {
  const rows = parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  return (rows as Partial<Row>[]).map((row, index) => {
    const missing = COLUMNS.find((column) => row[column] === undefined);
    if (missing) throw new StatementError(`Line ${index + 1} has no column ${missing}.`);
    return lineOf(row as Row, index + 1);
  });
}

function lineOf(row: Row, number: number): Line {
  const { booked_on: bookedOn, amount, currency, payer, remittance, entry_reference: id } = row;
  if (!/^\d{4}-\d\d-\d\d$/.test(bookedOn))
    throw new StatementError(`Line ${number}: "${bookedOn}" is no date.`);
  if (!/^-?\d+\.\d\d$/.test(amount))
    throw new StatementError(`Line ${number}: "${amount}" is no amount such as 12.50.`);
  // camt.053 says Max35Text. Without a reference, a second run could not recognise the line.
  if (id.length < 1 || id.length > 35)
    throw new StatementError(`Line ${number} needs the bank's reference, 1 to 35 characters.`);
  return { id, bookedOn, amount: new Decimal(amount), currency, payer, remittance };
}
