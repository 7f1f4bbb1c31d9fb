import { isDeepStrictEqual } from 'node:util';
import type { EntityReads, ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag } from '../cache/tags.ts';
import { CREATED, type ChangeKind } from '../changes.ts';
import { refused, type Outcome, type Refusal } from '../errors.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import { EMPTY_PAGE, refsOf, type Page, type PageRequest } from '../load/page.ts';
import { storedIn } from '../load/stored.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import { keysetQuery, needsTwo, readKeyset, type KeysetWindow } from '../rest/paging/keyset.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import { isPossibleId } from './ids.ts';
import type { Customer, CustomerChange, CustomerKind, CustomerQuery } from './model.ts';
import { checkQuery, faultOfChange, faultOfCustomer, isPossible, nameOf } from './rules.ts';
import { contract, fromChange, refusals, toCustomer } from './wire.ts';

const PATH = '/crm/v3/customers';
const SORT_FIELDS = { ID: 'id', NAME: 'name', ACCOUNT_NUMBER: 'accountNumber', SINCE: 'since' } as const;

const checkPage = contract.check('CustomerPage');
const checkCount = contract.check('CustomerCount');

interface PageArgs {
  readonly query: CustomerQuery;
  readonly page: PageRequest;
}

/** The cached reads of customers, shared by all requests. */
export class CustomerReads {
  readonly byId: EntityReads<'Customer', Customer>;
  readonly pages: ListReads<PageArgs, Page<Ref<'Customer'>>>;
  readonly counts: ListReads<CustomerQuery, number>;

  constructor(client: RestClient, cache: SystemCache) {
    const tags = () => [listTag('Customer')];
    const path = `${PATH}/batch/read`;
    const byId = cache.entities<'Customer', Customer>('Customer', {
      isId: isPossibleId,
      read: (ids, call) =>
        inChunks(ids, client.maxBatch, async (some) => {
          const { body } = await client.query(path, { inputs: some.map((id) => ({ id })) }, call);
          return alignById(contract.rows(body, 'results', path), 'id', toCustomer);
        }),
    });
    this.byId = byId;
    this.pages = cache.list('customers', {
      tags,
      expected: {
        primes: byId,
        calls: (_, { query, page }) => (needsTwo(windowOf(query, page, client.maxBatch)) ? 2 : 1),
      },
      read: async ({ query, page }, call) => {
        const window = windowOf(query, page, client.maxBatch);
        const keyOf = ({ id }: Customer) => id;
        const found = await readKeyset(window, keyOf, async ({ limit, after }) => {
          const parameters = { ...filterOf(query), sort: sortOf(query), limit, after };
          const { body } = await client.get(PATH, parameters, call);
          const { results, paging } = checkPage(body, PATH);
          return { items: results.map(toCustomer), next: paging.next?.after ?? null };
        });
        call.prime(byId, found.items);
        return refsOf(found);
      },
    });
    this.counts = cache.list('customer count', {
      tags,
      read: async (query, call) => {
        const { body } = await client.get(`${PATH}/count`, filterOf(query), call);
        return checkCount(body, `${PATH}/count`).count;
      },
    });
  }
}

/** The customers of the CRM. */
export class CustomerSource {
  readonly #reads: CustomerReads;
  readonly #client: RestClient;
  readonly #cache: SystemCache;
  readonly #scope: RequestScope;

  constructor(reads: CustomerReads, client: RestClient, cache: SystemCache, scope: RequestScope) {
    this.#reads = reads;
    this.#client = client;
    this.#cache = cache;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'Customer', Customer> {
    return this.#scope.reads.entity(this.#reads.byId);
  }

  /** Returns one page of the customers that match `query`. Throws InputError for a condition that the CRM does not accept. */
  list(query: CustomerQuery, page: PageRequest): MaybePromise<Page<Ref<'Customer'>>> {
    checkQuery(query);
    windowOf(query, page, this.#client.maxBatch);
    return isPossible(query) ? this.#scope.reads.list(this.#reads.pages, { query, page }) : EMPTY_PAGE;
  }

  /** Counts the customers that match `query`. Throws InputError for a condition that the CRM does not accept. */
  count(query: CustomerQuery): MaybePromise<number> {
    checkQuery(query);
    return isPossible(query) ? this.#scope.reads.list(this.#reads.counts, query) : 0;
  }

  /** Adds a customer. */
  async create(
    kind: CustomerKind,
    change: CustomerChange,
    idempotencyKey: string,
  ): Promise<Outcome<Customer>> {
    const fault = faultOfCustomer(kind, change);
    if (fault) return refused(fault);
    const body = { kind: kind.toLowerCase(), ...fromChange(change, kind) };
    const write = { idempotencyKey, refusals };
    const stored = this.#client.write('POST', PATH, body, write, this.#scope);
    return this.#stored(stored, idempotencyKey, CREATED, 'CREATED', () => []);
  }

  /** Changes a customer. */
  async update(
    id: Id<'Customer'>,
    change: CustomerChange,
    idempotencyKey: string,
  ): Promise<Outcome<Customer>> {
    const fault = isPossibleId(id) ? faultOfChange(change) : unknown(id);
    if (fault) return refused(fault);
    const before = await this.byId.load(id);
    // The default kind of an address depends on the customer.
    const needsKind = change.addresses?.some(({ kind }) => kind === null) ?? false;
    if (needsKind && !before) return refused(unknown(id));
    const body = fromChange(change, before?.kind ?? 'PERSON');
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const stored = this.#client.write('PATCH', `${PATH}/${id}`, body, write, this.#scope);
    const given = fieldsOf(change);
    const differs = (after: Customer) =>
      given.some((field) => !isDeepStrictEqual(before?.[field], after[field]));
    // Those that look the same may have been changed by others since `before` was read. Whether a replay ever changed anything, only the
    // CRM knows.
    const fieldsIn = (after: Customer, replayed: boolean) => (!replayed && differs(after) ? given : null);
    const outcome = await this.#stored(stored, idempotencyKey, id, 'UPDATED', fieldsIn);
    const isName = !outcome.ok && outcome.refusal.field[0] === 'name';
    return isName ? refused({ ...outcome.refusal, field: [nameOf(change)] }) : outcome;
  }

  /** `fieldsIn` returns the fields that were written; null if the write may have changed nothing: then its report is left to the CRM. */
  #stored(
    write: Promise<Outcome<unknown>>,
    idempotencyKey: string,
    id: string,
    kind: ChangeKind,
    fieldsIn: (after: Customer, replayed: boolean) => readonly string[] | null,
  ): Promise<Outcome<Customer>> {
    const outcome = write.then((stored) => storedIn(this.byId, stored, toCustomer));
    return this.#cache.writing(outcome, idempotencyKey, (written) => {
      if (!written?.ok) return [{ entity: 'Customer', id, owners: {} }];
      const { id: storedId, updatedAt: occurredAt } = written.value;
      const change = { entity: 'Customer', id: storedId, owners: {} };
      const fields = fieldsIn(written.value, written.replayed);
      return [fields === null ? change : { ...change, kind, fields, occurredAt }];
    });
  }
}

/** The fields that a change writes; writing part of a person's name also writes `name`. */
function fieldsOf(change: CustomerChange): readonly (keyof CustomerChange)[] {
  const fields = Object.keys(change) as (keyof CustomerChange)[];
  const given = fields.filter((field) => change[field] !== undefined);
  return given.some((field) => field === 'firstName' || field === 'lastName') ? ['name', ...given] : given;
}

function unknown(id: string): Refusal {
  return { code: 'NOT_FOUND', field: ['id'], message: `There is no customer ${id}.` };
}

/** The CRM binds its cursors to their order, so ours are, too. Throws InputError for a cursor of another list. */
function windowOf(query: CustomerQuery, page: PageRequest, maxBatch: number): KeysetWindow {
  return keysetQuery(page, maxBatch, `customers ${sortOf(query)}`);
}

function sortOf({ sort }: CustomerQuery): string {
  return `${sort.descending ? '-' : ''}${SORT_FIELDS[sort.by]}`;
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
