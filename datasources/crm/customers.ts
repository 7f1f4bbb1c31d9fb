import { mapOutcome, type Outcome } from '../errors.ts';
import type { Id } from '../ids.ts';
import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import { keysetPage, keysetQuery } from '../rest/paging/keyset.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import type { Customer, CustomerChange, CustomerKind, CustomerQuery } from './model.ts';
import { contract, fromChange, refusals, toCustomer } from './wire.ts';

const PATH = '/crm/v3/customers';
const MAX_BATCH = 100;
const SORT_FIELDS = { ID: 'id', NAME: 'name', ACCOUNT_NUMBER: 'accountNumber', SINCE: 'since' } as const;

const checkPage = contract.check('CustomerPage');
const checkCount = contract.check('CustomerCount');

/** The customers of the CRM. */
export class CustomerSource {
  readonly byId: EntityLoader<'Customer', Customer>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
    this.byId = new EntityLoader({
      isId: (id) => /^\d{1,15}$/.test(id),
      read: async (ids) =>
        alignById(await inChunks(ids, MAX_BATCH, (some) => this.#readBatch(some)), 'id', toCustomer),
    });
  }

  /** One page of the customers that `query` describes. */
  readonly list = memo(async (query: CustomerQuery, request: PageRequest): Promise<Page<Customer>> => {
    const window = keysetQuery(request, MAX_BATCH);
    const sort = `${query.sort.descending ? '-' : ''}${SORT_FIELDS[query.sort.by]}`;
    const parameters = { ...filterOf(query), sort, limit: window.limit, after: window.after };
    const { body } = await this.#client.get(PATH, parameters, this.#scope);
    const { results, paging } = checkPage(body, PATH);
    const items = results.map(toCustomer);
    for (const customer of items) this.byId.prime(customer.id, customer);
    return keysetPage(window, { items, next: paging.next?.after ?? null });
  });

  /** How many customers `query` describes. */
  readonly count = memo(async (query: CustomerQuery): Promise<number> => {
    const { body } = await this.#client.get(`${PATH}/count`, filterOf(query), this.#scope);
    return checkCount(body, `${PATH}/count`).count;
  });

  /** Adds a customer. */
  async create(
    kind: CustomerKind,
    change: CustomerChange,
    idempotencyKey: string,
  ): Promise<Outcome<Customer>> {
    const body = { kind: kind.toLowerCase(), ...fromChange(change) };
    return this.#stored(
      await this.#client.write('POST', PATH, body, { idempotencyKey, refusals }, this.#scope),
    );
  }

  /** Changes a customer. */
  async update(
    id: Id<'Customer'>,
    change: CustomerChange,
    idempotencyKey: string,
  ): Promise<Outcome<Customer>> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    const body = fromChange(change);
    return this.#stored(
      await this.#client.write(
        'PATCH',
        path,
        body,
        { idempotencyKey, refusals: ofEntity(refusals) },
        this.#scope,
      ),
    );
  }

  async #readBatch(ids: readonly Id<'Customer'>[]): Promise<readonly unknown[]> {
    const path = `${PATH}/batch/read`;
    const { body } = await this.#client.query(path, { inputs: ids.map((id) => ({ id })) }, this.#scope);
    return contract.rows(body, 'results', path);
  }

  #stored(outcome: Outcome<unknown>): Outcome<Customer> {
    return mapOutcome(outcome, (payload) => {
      const customer = toCustomer(payload);
      this.byId.replace(customer.id, customer);
      return customer;
    });
  }
}

function filterOf(query: CustomerQuery): Record<string, string | undefined | null> {
  return {
    kind: query.kind?.toLowerCase(),
    territoryId: query.territory,
    q: query.name,
    email: query.email,
    accountNumber: query.accountNumber,
  };
}
