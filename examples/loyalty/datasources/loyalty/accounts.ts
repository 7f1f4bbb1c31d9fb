import type { Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import { EntityLoader } from '../load/entity-loader.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { LoyaltyAccount } from './model.ts';
import { contract, toAccount } from './wire.ts';

const PATH = '/v1/accounts';
const MAX_BATCH = 100;

/** The accounts of the loyalty programme. */
export class LoyaltySource {
  readonly byId: EntityLoader<'LoyaltyAccount', LoyaltyAccount>;
  readonly #ofCustomer: BatchLoader<Id<'Customer'>, null, LoyaltyAccount | null>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
    this.byId = new EntityLoader({
      isId: (id) => /^L-\d{1,10}$/.test(id),
      read: (ids) =>
        inChunks(ids, MAX_BATCH, async (some) =>
          alignById(await this.#read('numbers', some), 'number', toAccount),
        ),
    });
    this.#ofCustomer = new BatchLoader(
      (customers) => inChunks(customers, MAX_BATCH, (some) => this.#readOfCustomers(some)),
      () => null,
    );
  }

  /** A customer's account; null for one who takes no part. One call for all customers that ask in one tick. */
  ofCustomer(customer: Id<'Customer'>): Promise<LoyaltyAccount | null> {
    return this.#ofCustomer.load(customer, null);
  }

  async #readOfCustomers(customers: readonly Id<'Customer'>[]) {
    const accounts = (await this.#read('customers', customers)).map(toAccount);
    for (const account of accounts) this.byId.prime(account.id, account);
    return new Map(accounts.map((account) => [account.customer.id, account]));
  }

  async #read(by: 'numbers' | 'customers', ids: readonly string[]): Promise<readonly unknown[]> {
    const { body } = await this.#client.get(PATH, { [by]: ids }, this.#scope);
    return contract.rows(body, 'accounts', PATH);
  }
}
