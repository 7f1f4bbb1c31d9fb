import type { SystemCache } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import { ownedTags } from '../cache/tags.ts';
import type { Id } from '../ids.ts';
import { later, type MaybePromise } from '../maybe-promise.ts';
import { money, type Money } from '../money.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import { byChunks } from './resource.ts';
import { BASE, contract } from './wire/contract.ts';

const PATH = `${BASE}/Contacts/Balances`;
/** The balance of a customer without invoices, in the system's default currency. */
const NOTHING = money('0', 'USD');

const checkBalances = contract.check('Balances');

type BalanceReads = CachedReads<Id<'Customer'>, null, readonly Money[]>;

/** The cached reads of what customers owe in each currency of their invoices, shared by all requests. */
export function balanceReads(client: RestClient, cache: SystemCache): BalanceReads {
  return cache.groups<Id<'Customer'>, null, readonly Money[]>('balances', {
    tags: (id) => [...ownedTags('Customer', id, 'Invoice'), ...ownedTags('Customer', id, 'Payment')],
    missing: [],
    read: (customers, _, call) =>
      byChunks(client, customers, async (ContactIDs) => {
        const { body } = await client.get(PATH, { ContactIDs }, call);
        const rows = Map.groupBy(checkBalances(body, PATH).Balances, ({ ContactID }) => ContactID);
        const sumsOf = (id: Id<'Customer'>) =>
          (rows.get(id) ?? []).map((row) => money(row.Outstanding, row.CurrencyCode));
        return new Map(ContactIDs.map((id) => [id, sumsOf(id)]));
      }),
  });
}

/** What customers owe, over all open invoices. */
export class BalanceSource {
  readonly #owed: BalanceReads;
  readonly #scope: RequestScope;

  constructor(owed: BalanceReads, scope: RequestScope) {
    this.#owed = owed;
    this.#scope = scope;
  }

  /**
   * Returns what a customer owes. If nothing is owed, zero in the currency of the customer's invoices, or in US dollars without any; null
   * if amounts are owed in several currencies, which {@link inEachCurrency} returns.
   */
  of(customer: Id<'Customer'>): MaybePromise<Money | null> {
    return later(this.#scope.reads.of(this.#owed).load(customer, null), (sums) => {
      const owed = sums.filter(isSomething);
      return owed.length > 1 ? null : (owed[0] ?? sums[0] ?? NOTHING);
    });
  }

  /** Returns what a customer owes in each currency with an amount due, by currency code. */
  inEachCurrency(customer: Id<'Customer'>): MaybePromise<readonly Money[]> {
    return later(this.#scope.reads.of(this.#owed).load(customer, null), (sums) => sums.filter(isSomething));
  }
}

function isSomething({ amount }: Money): boolean {
  return amount !== '0';
}
