import type { Outcome, Refusal } from '../errors.ts';
import type { Id } from '../ids.ts';
import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { EMPTY_PAGE, type Page, type PageRequest } from '../load/page.ts';
import { storedIn } from '../load/stored.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import { keysetQuery, readKeyset } from '../rest/paging/keyset.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import type { Customer, CustomerChange, CustomerKind, CustomerQuery } from './model.ts';
import { checkQuery, faultOfChange, faultOfCustomer, isNumber, isPossible, nameOf } from './rules.ts';
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
      isId: isNumber,
      read: (ids) =>
        inChunks(ids, MAX_BATCH, async (some) => alignById(await this.#readBatch(some), 'id', toCustomer)),
    });
  }

  /** One page of the customers that `query` describes. Throws InputError on a condition the CRM cannot take. */
  readonly list = memo(async (query: CustomerQuery, request: PageRequest): Promise<Page<Customer>> => {
    checkQuery(query);
    const sort = `${query.sort.descending ? '-' : ''}${SORT_FIELDS[query.sort.by]}`;
    // The CRM binds its cursors to their order, and so are ours.
    const window = keysetQuery(request, MAX_BATCH, `customers ${sort}`);
    if (!isPossible(query)) return EMPTY_PAGE;
    return readKeyset(window, async ({ limit, after }) => {
      const parameters = { ...filterOf(query), sort, limit, after };
      const { body } = await this.#client.get(PATH, parameters, this.#scope);
      const { results, paging } = checkPage(body, PATH);
      const items = results.map(toCustomer);
      for (const customer of items) this.byId.prime(customer.id, customer);
      return { items, next: paging.next?.after ?? null };
    });
  });

  /** How many customers `query` describes. Throws InputError on a condition the CRM cannot take. */
  readonly count = memo(async (query: CustomerQuery): Promise<number> => {
    checkQuery(query);
    if (!isPossible(query)) return 0;
    const { body } = await this.#client.get(`${PATH}/count`, filterOf(query), this.#scope);
    return checkCount(body, `${PATH}/count`).count;
  });

  /** Adds a customer. */
  async create(
    kind: CustomerKind,
    change: CustomerChange,
    idempotencyKey: string,
  ): Promise<Outcome<Customer>> {
    const fault = faultOfCustomer(kind, change);
    if (fault) return { ok: false, refusal: fault };
    const body = { kind: kind.toLowerCase(), ...fromChange(change, kind) };
    const write = { idempotencyKey, refusals };
    const outcome = await this.#client.write('POST', PATH, body, write, this.#scope);
    return storedIn(this.byId, outcome, toCustomer);
  }

  /** Changes a customer. */
  async update(
    id: Id<'Customer'>,
    change: CustomerChange,
    idempotencyKey: string,
  ): Promise<Outcome<Customer>> {
    const fault = isNumber(id) ? faultOfChange(change) : unknown(id);
    if (fault) return { ok: false, refusal: fault };
    // What kind an address is where none is given depends on the customer.
    const needsKind = change.addresses?.some(({ kind }) => kind === null) ?? false;
    const customer = needsKind ? await this.byId.load(id) : null;
    if (needsKind && !customer) return { ok: false, refusal: unknown(id) };
    const body = fromChange(change, customer?.kind ?? 'PERSON');
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const outcome = await this.#client.write('PATCH', `${PATH}/${id}`, body, write, this.#scope);
    const isName = !outcome.ok && outcome.refusal.field[0] === 'name';
    if (isName) return { ok: false, refusal: { ...outcome.refusal, field: [nameOf(change)] } };
    return storedIn(this.byId, outcome, toCustomer);
  }

  async #readBatch(ids: readonly Id<'Customer'>[]): Promise<readonly unknown[]> {
    const path = `${PATH}/batch/read`;
    const { body } = await this.#client.query(path, { inputs: ids.map((id) => ({ id })) }, this.#scope);
    return contract.rows(body, 'results', path);
  }
}

function unknown(id: string): Refusal {
  return { code: 'NOT_FOUND', field: ['id'], message: `There is no customer ${id}.` };
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
