import type { State } from '../kit/state.ts';

/** The table that {@link Addresses} uses. */
export const ADDRESSES = `CREATE TABLE IF NOT EXISTS address (customer TEXT, email TEXT, pass INTEGER NOT NULL,
    PRIMARY KEY (customer, email)) STRICT;
  CREATE INDEX IF NOT EXISTS address_email ON address (email);`;

/**
 * The addresses under which each customer may be in the mailing tool: without them nobody would know which entry to archive when an
 * address changes. A new address is saved before the tool is told of it, and an old one until it is archived, so that no entry is left
 * behind if the process dies.
 */
export class Addresses {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** A customer's addresses, in lower case. */
  of(customer: string): readonly string[] {
    const rows = this.#state.db.prepare('SELECT email FROM address WHERE customer = ?').all(customer);
    return rows.map((row) => String(row['email']));
  }

  /** All customers with this address: a store and its contacts may share one. */
  customersAt(email: string): readonly string[] {
    const rows = this.#state.db.prepare('SELECT customer FROM address WHERE email = ?').all(email);
    return rows.map((row) => String(row['customer']));
  }

  /** Saves an address of a customer, found in this pass over all; call it in a transaction of the state. */
  add(customer: string, email: string, pass: number): void {
    this.#state.db.prepare('INSERT OR REPLACE INTO address VALUES (?, ?, ?)').run(customer, email, pass);
  }

  /** Forgets all of a customer's addresses but one (all, if null); call it in a transaction of the state. */
  keepOnly(customer: string, email: string | null): void {
    this.#state.db.prepare('DELETE FROM address WHERE customer = ? AND email IS NOT ?').run(customer, email);
  }

  /** The number of the last pass over all customers. */
  get pass(): number {
    const row = this.#state.db.prepare('SELECT coalesce(max(pass), 0) AS pass FROM address').get();
    return Number(row?.['pass']);
  }

  /** Customers not found since a pass began. */
  notFoundSince(pass: number): readonly string[] {
    const missing = 'SELECT customer FROM address GROUP BY customer HAVING max(pass) < ?';
    return this.#state.db
      .prepare(missing)
      .all(pass)
      .map((row) => String(row['customer']));
  }
}
