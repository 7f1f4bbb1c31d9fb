import type { ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag } from '../cache/tags.ts';
import type { Id } from '../ids.ts';
import { tableReads, type TableReads } from '../load/table.ts';
import { later, type MaybePromise } from '../maybe-promise.ts';
import type { RestClient } from '../rest/client.ts';
import { ContractError } from '../rest/errors/contract.ts';
import type { RequestScope, Shared } from '../scope.ts';
import type { Account, Organization } from './model.ts';
import { BASE, rowsOf, SYSTEM } from './wire/contract.ts';
import { toAccount, toDepartment, toOrganization } from './wire/ledger.ts';

/** Accounts in chart order: a code comes before all codes that begin with it, as `110` before `1110` and `20`. */
export function accountReads(client: RestClient, cache: SystemCache): TableReads<Account> {
  return tableReads(cache, 'Account', async (call) => {
    const accounts = (await read(client, 'Accounts', call)).map(toAccount);
    return accounts.sort((a, b) => (a.code < b.code ? -1 : 1));
  });
}

/** Organizations by number. */
export function organizationReads(client: RestClient, cache: SystemCache): TableReads<Organization> {
  return tableReads(cache, 'Organization', async (call) =>
    (await read(client, 'Organisations', call)).map(toOrganization),
  );
}

/** The names of departments, by id. */
type DepartmentReads = ListReads<null, Readonly<Record<string, string>>>;

/** Departments, whose names the graph shows. */
export function departmentReads(client: RestClient, cache: SystemCache): DepartmentReads {
  return cache.list<null, Readonly<Record<string, string>>>('department names', {
    tags: () => [listTag('Department')],
    read: async (_, call) => {
      const departments = (await read(client, 'Departments', call)).map(toDepartment);
      return Object.fromEntries(departments.map(({ id, name }) => [id, name]));
    },
  });
}

/** The departments, whose names the graph shows. */
export class DepartmentSource {
  readonly #names: DepartmentReads;
  readonly #scope: RequestScope;

  constructor(names: DepartmentReads, scope: RequestScope) {
    this.#names = names;
    this.#scope = scope;
  }

  /** Returns the name of a department; null if none has this id. */
  nameOf(id: Id<'Department'>): MaybePromise<string | null> {
    return later(this.#scope.reads.list(this.#names, null), (names) =>
      Object.hasOwn(names, id) ? (names[id] ?? null) : null,
    );
  }
}

async function read(
  client: RestClient,
  name: 'Accounts' | 'Organisations' | 'Departments',
  call: Shared,
): Promise<readonly unknown[]> {
  const path = `${BASE}/${name}`;
  const { body } = await client.get(path, {}, call);
  const { rows, hasMore } = rowsOf(body, name, path);
  if (!hasMore) return rows;
  const target = { system: SYSTEM, method: 'GET', path };
  throw new ContractError(target, 'only a part of a table that is read whole');
}
