import { Decimal } from 'decimal.js';
import { parse } from 'csv-parse/sync';

/** A line of a bank statement. */
export interface Line {
  /** What the bank calls this line and no other, in whichever statement it stands (camt.053: AcctSvcrRef). */
  readonly id: string;
  /** Such as `2014-01-07`. */
  readonly bookedOn: string;
  /** In whole cents; below zero where money left. */
  readonly amount: Decimal;
  readonly currency: string;
  /** Whose account it came from, as the bank writes it. */
  readonly payer: string;
  /** What the payer wrote. */
  readonly remittance: string;
}

/** A statement that cannot be read; the message says which line is at fault. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  readonly code = 'BAD_STATEMENT';
}

const COLUMNS = ['booked_on', 'amount', 'currency', 'payer', 'remittance', 'entry_reference'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** The lines of a statement in CSV. Throws {@link StatementError}. */
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
  // Max35Text, says camt.053. Without one, a second run could not know the line again.
  if (id.length < 1 || id.length > 35)
    throw new StatementError(`Line ${number} needs the bank's reference, 1 to 35 characters.`);
  return { id, bookedOn, amount: new Decimal(amount), currency, payer, remittance };
}
