import type { EntityReads, SystemCache } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import { ownedTags } from '../cache/tags.ts';
import type { Id } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope, Shared } from '../scope.ts';
import type { LoyaltyAccount } from './model.ts';
import { contract, toAccount } from './wire.ts';

const PATH = '/v1/accounts';

/** The reads of loyalty accounts, shared by all requests. */
export class LoyaltyReads {
  readonly byId: EntityReads<'LoyaltyAccount', LoyaltyAccount>;
  /** A customer's account; all customers requested together take one call. */
  readonly ofCustomer: CachedReads<Id<'Customer'>, null, LoyaltyAccount | null>;

  constructor(client: RestClient, cache: SystemCache) {
    const read = async (by: 'numbers' | 'customers', ids: readonly string[], call: Shared) => {
      const { body } = await client.get(PATH, { [by]: ids }, call);
      return contract.rows(body, 'accounts', PATH);
    };
    const byId = cache.entities<'LoyaltyAccount', LoyaltyAccount>('LoyaltyAccount', {
      isId: (id) => /^L-\d{1,10}$/.test(id),
      read: (ids, call) =>
        inChunks(ids, client.maxBatch, async (some) =>
          alignById(await read('numbers', some, call), 'number', toAccount),
        ),
    });
    this.byId = byId;
    this.ofCustomer = cache.groups<Id<'Customer'>, null, LoyaltyAccount | null>('account by customer', {
      tags: (customer) => ownedTags('Customer', customer, 'LoyaltyAccount'),
      missing: null,
      expected: { primes: byId },
      read: (customers, _, call) =>
        inChunks(customers, client.maxBatch, async (some) => {
          const accounts = (await read('customers', some, call)).map(toAccount);
          for (const account of accounts) call.prime(byId, [account], account.customer.id);
          return new Map(accounts.map((account) => [account.customer.id, account]));
        }),
    });
  }
}

/** The accounts of the loyalty programme. */
export class LoyaltySource {
  readonly #reads: LoyaltyReads;
  readonly #scope: RequestScope;

  constructor(reads: LoyaltyReads, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'LoyaltyAccount', LoyaltyAccount> {
    return this.#scope.reads.entity(this.#reads.byId);
  }

  /** A customer's account; null for customers without one. */
  ofCustomer(customer: Id<'Customer'>): MaybePromise<LoyaltyAccount | null> {
    return this.#scope.reads.of(this.#reads.ofCustomer).load(customer, null);
  }
}
