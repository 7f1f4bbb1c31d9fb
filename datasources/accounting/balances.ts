import type { Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import { money, type Money } from '../money.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import { byChunks } from './resource.ts';
import { BASE, contract } from './wire/contract.ts';

const PATH = `${BASE}/Contacts/Balances`;
/** The currency of a customer without an invoice, as the system has it. */
const NOTHING = money('0', 'USD');

const checkBalances = contract.check('Balances');

/** What customers owe, over all open invoices. */
export class BalanceSource {
  readonly #owed: BatchLoader<Id<'Customer'>, null, readonly Money[]>;

  constructor(client: RestClient, scope: RequestScope) {
    this.#owed = new BatchLoader(
      (customers) =>
        byChunks(customers, async (ContactIDs) => {
          const { body } = await client.get(PATH, { ContactIDs }, scope);
          const rows = Map.groupBy(checkBalances(body, PATH).Balances, ({ ContactID }) => ContactID);
          return ContactIDs.map((id) => [
            id,
            (rows.get(id) ?? []).map((row) => money(row.Outstanding, row.CurrencyCode)),
          ]);
        }),
      () => [],
    );
  }

  /**
   * What a customer owes. Nothing is owed in the currency of the customer's invoices, or in US dollars where there
   * are none; null where amounts are owed in several currencies, which {@link inEachCurrency} tells.
   */
  async of(customer: Id<'Customer'>): Promise<Money | null> {
    const sums = await this.#owed.load(customer, null);
    const owed = sums.filter(isSomething);
    return owed.length > 1 ? null : (owed[0] ?? sums[0] ?? NOTHING);
  }

  /** What a customer owes in each currency in which something is owed, by currency code. */
  async inEachCurrency(customer: Id<'Customer'>): Promise<readonly Money[]> {
    return (await this.#owed.load(customer, null)).filter(isSomething);
  }
}

function isSomething({ amount }: Money): boolean {
  return amount !== '0';
}
