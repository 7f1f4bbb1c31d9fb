import type { Id, Ref } from '../ids.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { alignById, type Records } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import type { Check } from '../rest/contract.ts';
import { ContractError } from '../rest/errors/contract.ts';
import type { CallTarget } from '../rest/errors/upstream-error.ts';
import { keysetQuery, needsTwo, readKeyset, type KeysetWindow } from '../rest/paging/keyset.ts';
import { linkParameter } from '../rest/paging/link-header.ts';
import type { Query } from '../rest/query.ts';
import type { Caller, Shared } from '../scope.ts';
import type { Sort } from '../sort.ts';
import { contract, type WirePage } from './wire/contract.ts';

/** The path prefix of all resources of the ERP. */
export const ROOT = '/odata/v4';

/** An order in the ERP's terms, such as `OrderedOn desc`; `fields` are its names of what rows are ordered by. */
export function orderbyOf<By extends string>(fields: Readonly<Record<By, string>>, sort: Sort<By>): string {
  return `${fields[sort.by]} ${sort.descending ? 'desc' : 'asc'}`;
}

const NEXT = '@odata.nextLink';

/** The lists of the ERP. */
export class Lists {
  readonly #client: RestClient;

  constructor(client: RestClient) {
    this.#client = client;
  }

  /** The maximum number of rows in a page, and of keys in a batch. */
  get maxTop(): number {
    return this.#client.maxBatch;
  }

  /** Returns the body of an answer, unchecked. */
  async read(path: string, query: Query, call: Shared | Caller): Promise<unknown> {
    return (await this.#client.get(ROOT + path, query, call)).body;
  }

  /**
   * Returns one page of a list, with its rows checked. The ERP binds its cursors to their order, so ours are bound to the list and its
   * order; throws InputError for a cursor of another. `keyOf` gives what identifies a row.
   */
  async page<W>(
    path: string,
    query: Query,
    request: PageRequest,
    check: Check<WirePage<W>>,
    keyOf: (row: W) => string,
    call: Shared,
  ): Promise<Page<W>> {
    return readKeyset(this.#window(path, query, request), keyOf, async ({ limit, after }) => {
      const wire = check(await this.read(path, { ...query, $top: limit, $skiptoken: after }, call), path);
      return { items: wire.value, next: this.#next(wire[NEXT], path) };
    });
  }

  /** The maximum number of calls that {@link page} takes. */
  pageCalls(path: string, query: Query, request: PageRequest): number {
    return needsTwo(this.#window(path, query, request)) ? 2 : 1;
  }

  /** Returns the request unchanged. Throws InputError if its cursor belongs to another list. */
  checked(path: string, query: Query, request: PageRequest): PageRequest {
    this.#window(path, query, request);
    return request;
  }

  #next(link: unknown, path: string): string | null {
    return linkParameter(typeof link === 'string' ? link : null, '$skiptoken', this.#target(path));
  }

  #target(path: string): CallTarget {
    return { system: this.#client.system, method: 'GET', path: ROOT + path };
  }

  #window(path: string, query: Query, request: PageRequest): KeysetWindow {
    // Stock-outs are ordered by what is missing to the threshold, `below`.
    const { $orderby = '', below = '' } = query;
    const kind = `${path.slice(1)} ${String($orderby)}${String(below)}`.trim();
    return keysetQuery(request, this.maxTop, kind);
  }

  /** Counts all rows of a list, without reading any of them. */
  async count(path: string, query: Query, check: Check<WirePage<unknown>>, call: Shared): Promise<number> {
    const body = await this.read(path, { ...query, $top: 0, $count: true }, call);
    const count = check(body, path)['@odata.count'];
    if (count !== undefined) return count;
    throw new ContractError(this.#target(path), 'no @odata.count');
  }

  /** Returns all rows, unchecked, of a list that is known to be short; `top` is the maximum page size. */
  async rows(path: string, query: Query, call: Shared, top = this.maxTop): Promise<readonly unknown[]> {
    const rows: unknown[] = [];
    let after: string | null = null;
    do {
      const body = await this.read(path, { ...query, $top: top, $skiptoken: after }, call);
      rows.push(...contract.rows(body, 'value', path));
      after = this.#next((body as Record<string, unknown>)[NEXT], path);
    } while (after !== null);
    return rows;
  }

  /** Returns the records of a batch of ids; `filter` builds the condition that selects some of them. */
  batch<Entity extends string, T extends Ref<Entity>>(
    path: string,
    ids: readonly Id<Entity>[],
    filter: (ids: readonly Id<Entity>[]) => string,
    idField: string,
    toRecord: (wire: unknown) => T,
    call: Shared,
  ): Promise<Records<Entity, T>> {
    return inChunks(ids, this.maxTop, async (some) =>
      alignById(await this.rows(path, { $filter: filter(some) }, call), idField, toRecord),
    );
  }
}
