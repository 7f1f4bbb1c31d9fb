import { Decimal } from 'decimal.js';
import { toCents, type OpenInvoice, type Recorded, type Status } from './books.ts';
import { namedIn, spellingsOf } from './names.ts';
import type { Line } from './statement.ts';

/** How a line was matched. */
export type By = 'invoice number' | 'order number' | 'account number' | 'payer and amount';

/** Why somebody has to look at a line. */
export type Reason =
  | 'AMOUNT_DIFFERS'
  | 'CURRENCY_DIFFERS'
  | 'ALREADY_PAID'
  | 'VOIDED'
  | 'UNKNOWN_NUMBER'
  | 'AMBIGUOUS'
  | 'NO_REFERENCE'
  | 'REFUSED';

/** The result of matching a line. */
export type Outcome =
  /** It pays these invoices, in full. */
  | { readonly is: 'matched'; readonly by: By; readonly invoices: readonly OpenInvoice[] }
  /** It is already in the books, all of it. */
  | { readonly is: 'recorded before' }
  /** It occurred earlier in this statement: statements overlap. */
  | { readonly is: 'repeated' }
  /** Money was paid out. */
  | { readonly is: 'outgoing' }
  | { readonly is: 'unmatched'; readonly reason: Reason; readonly detail: string };

/** Matches the lines of a statement against the books, one after another: an invoice is paid by one line only. */
export class Matcher {
  readonly #open: Map<string, OpenInvoice>;
  readonly #statuses: Map<string, Status | undefined>;
  readonly #recorded: ReadonlyMap<string, readonly Recorded[]>;
  readonly #seen = new Set<string>();

  /** `statuses` has the status of invoices and orders that lines name and that are not open. */
  constructor(
    open: readonly OpenInvoice[],
    recorded: readonly Recorded[],
    statuses: ReadonlyMap<string, Status | undefined>,
  ) {
    this.#open = new Map(open.map((invoice) => [invoice.id, invoice]));
    this.#recorded = Map.groupBy(recorded, ({ reference }) => reference ?? '');
    this.#statuses = new Map(statuses);
  }

  match(line: Line): Outcome {
    if (line.amount.lte(0)) return { is: 'outgoing' };
    if (this.#seen.has(line.id)) return { is: 'repeated' };
    this.#seen.add(line.id);
    const before = this.#recorded.get(line.id) ?? [];
    const left = line.amount.minus(sumOf(before.map(({ amount }) => amount.amount)));
    if (left.lte(0)) return { is: 'recorded before' };
    const outcome = this.#matchRest(
      { ...line, amount: left },
      new Set(before.map(({ invoice }) => invoice?.id)),
    );
    if (outcome.is === 'matched') this.#close(outcome.invoices);
    return outcome;
  }

  /** Matches the rest of a line that is partly in the books already: an earlier run died in the middle of it. */
  #matchRest(line: Line, done: ReadonlySet<string | undefined>): Outcome {
    const { invoices, orders, accounts } = namedIn(line.remittance);
    const named = invoices.filter((id) => !done.has(id));
    if (named.length > 0) return this.#byNumbers(line, named);
    const [order] = orders;
    if (order !== undefined) return this.#byOrder(line, order);
    const open = [...this.#open.values()];
    const payer = new Set(spellingsOf(line.payer));
    const ofAccount = open.filter(({ customer }) => accounts.includes(customer?.accountNumber ?? ''));
    if (ofAccount.length > 0) return byAmount(line, ofAccount, 'account number');
    const ofPayer = open.filter(({ customer }) =>
      spellingsOf(customer?.name ?? '').some((name) => payer.has(name)),
    );
    if (ofPayer.length > 0) return byAmount(line, ofPayer, 'payer and amount');
    return unmatched('NO_REFERENCE', 'No number in it, and no open invoice of such a payer.');
  }

  #byNumbers(line: Line, ids: readonly string[]): Outcome {
    const invoices: OpenInvoice[] = [];
    for (const id of ids) {
      const invoice = this.#open.get(id);
      if (!invoice) return this.#notOpen(id);
      invoices.push(invoice);
    }
    return inFull(line, invoices, 'invoice number');
  }

  #byOrder(line: Line, order: string): Outcome {
    const invoices = [...this.#open.values()].filter((invoice) => invoice.order?.id === order);
    if (invoices.length > 1) return unmatched('AMBIGUOUS', `${invoices.length} open invoices of ${order}.`);
    return invoices.length === 1 ? inFull(line, invoices, 'order number') : this.#notOpen(order);
  }

  #notOpen(id: string): Outcome {
    const status = this.#statuses.get(id);
    if (status === 'PAID') return unmatched('ALREADY_PAID', `${id} is paid; paid twice?`);
    if (status === 'VOIDED') return unmatched('VOIDED', `${id} was voided.`);
    return unmatched('UNKNOWN_NUMBER', `There is no open invoice of ${id}.`);
  }

  #close(invoices: readonly OpenInvoice[]): void {
    for (const { id, order } of invoices) {
      this.#open.delete(id);
      this.#statuses.set(id, 'PAID');
      if (order) this.#statuses.set(order.id, 'PAID');
    }
  }
}

/** Matches only if the transfer is exactly what is owed, to the cent: a person must decide about anything more or less. */
function inFull(line: Line, invoices: readonly OpenInvoice[], by: By): Outcome {
  const other = invoices.find(({ currency }) => currency !== line.currency);
  if (other)
    return unmatched('CURRENCY_DIFFERS', `${other.id} is in ${other.currency}, not in ${line.currency}.`);
  const owed = sumOf(invoices.map(({ outstanding }) => outstanding.amount));
  if (!owed.eq(line.amount)) {
    const ids = invoices.map(({ id }) => id).join(', ');
    return unmatched(
      'AMOUNT_DIFFERS',
      `${owed.toFixed(2)} is owed on ${ids}, not ${line.amount.toFixed(2)}.`,
    );
  }
  return { is: 'matched', by, invoices };
}

/** The one invoice among several with exactly this amount outstanding. */
function byAmount(line: Line, invoices: readonly OpenInvoice[], by: By): Outcome {
  const equal = invoices.filter(
    ({ currency, outstanding }) => currency === line.currency && toCents(outstanding.amount).eq(line.amount),
  );
  if (equal.length === 1) return { is: 'matched', by, invoices: equal };
  const ids = (equal.length > 0 ? equal : invoices).map(({ id }) => id).join(', ');
  return equal.length > 1
    ? unmatched('AMBIGUOUS', `It may pay any of ${ids}.`)
    : unmatched('AMOUNT_DIFFERS', `It is owed on none of ${ids}.`);
}

function unmatched(reason: Reason, detail: string): Outcome {
  return { is: 'unmatched', reason, detail };
}

function sumOf(amounts: readonly string[]): Decimal {
  return amounts.reduce((sum, amount) => sum.plus(toCents(amount)), new Decimal(0));
}
