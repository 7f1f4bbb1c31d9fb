import type { State } from '../kit/state.ts';

/** The table in which it is kept. */
export const ADDRESSES = `CREATE TABLE IF NOT EXISTS address (customer TEXT, email TEXT, pass INTEGER NOT NULL,
    PRIMARY KEY (customer, email)) STRICT;
  CREATE INDEX IF NOT EXISTS address_email ON address (email);`;

/**
 * Under which addresses each customer may be in the mailing tool: without it nobody would know which entry to archive when that changes. A new
 * one is noted before the tool is told of it, and an old one until it is archived, so that no entry is left behind where the process dies.
 */
export class Addresses {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** The addresses of a customer, in small letters. */
  of(customer: string): readonly string[] {
    const rows = this.#state.db.prepare('SELECT email FROM address WHERE customer = ?').all(customer);
    return rows.map((row) => String(row['email']));
  }

  /** All who have an address: a store and the people in it may share one. */
  customersAt(email: string): readonly string[] {
    const rows = this.#state.db.prepare('SELECT customer FROM address WHERE email = ?').all(email);
    return rows.map((row) => String(row['customer']));
  }

  /** Notes an address of a customer, found in this pass over all; call it in a transaction of the state. */
  add(customer: string, email: string, pass: number): void {
    this.#state.db.prepare('INSERT OR REPLACE INTO address VALUES (?, ?, ?)').run(customer, email, pass);
  }

  /** Forgets all addresses of a customer but one, null for all; call it in a transaction of the state. */
  keepOnly(customer: string, email: string | null): void {
    this.#state.db.prepare('DELETE FROM address WHERE customer = ? AND email IS NOT ?').run(customer, email);
  }

  /** The last pass over all customers. */
  get pass(): number {
    const row = this.#state.db.prepare('SELECT coalesce(max(pass), 0) AS pass FROM address').get();
    return Number(row?.['pass']);
  }

  /** Customers who have not been found since a pass began. */
  notFoundSince(pass: number): readonly string[] {
    const missing = 'SELECT customer FROM address GROUP BY customer HAVING max(pass) < ?';
    return this.#state.db
      .prepare(missing)
      .all(pass)
      .map((row) => String(row['customer']));
  }
}
