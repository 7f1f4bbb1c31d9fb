import type { Id, Ref } from '../ids.ts';
import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { Account, Organization } from './model.ts';
import { BASE, contract } from './wire/contract.ts';
import { toAccount, toDepartment, toOrganization } from './wire/ledger.ts';

/** A table so small that it is always read whole, once a request. */
interface Table<Entity extends string, T extends Ref<Entity>> {
  readonly byId: EntityLoader<Entity, T>;
  readonly all: () => Promise<readonly T[]>;
}

/** The chart of accounts. */
export type AccountSource = Table<'Account', Account>;

/** The organizations of the company. */
export type OrganizationSource = Table<'Organization', Organization>;

/** The departments, of which the graph shows the names. */
export interface DepartmentSource {
  /** The name of a department; null where there is none of this id. */
  readonly nameOf: (id: Id<'Department'>) => Promise<string | null>;
}

/** Accounts in the order of the chart: a code comes before all that begin with it, as `110` before `1110` and `20`. */
export function accountSource(client: RestClient, scope: RequestScope): AccountSource {
  return tableOf(async () => {
    const accounts = (await read(client, 'Accounts', scope)).map(toAccount);
    return accounts.sort((a, b) => (a.code < b.code ? -1 : 1));
  });
}

/** Organizations by their number. */
export function organizationSource(client: RestClient, scope: RequestScope): OrganizationSource {
  return tableOf(async () => (await read(client, 'Organisations', scope)).map(toOrganization));
}

/** Departments by their number. */
export function departmentSource(client: RestClient, scope: RequestScope): DepartmentSource {
  const names = memo(async () => {
    const departments = (await read(client, 'Departments', scope)).map(toDepartment);
    return new Map(departments.map(({ id, name }) => [id, name]));
  });
  return { nameOf: async (id) => (await names()).get(id) ?? null };
}

function tableOf<Entity extends string, T extends Ref<Entity>>(
  readAll: () => Promise<readonly T[]>,
): Table<Entity, T> {
  const all = memo(readAll);
  const byId = new EntityLoader<Entity, T>({
    isId: () => true,
    read: async () => new Map((await all()).map((record) => [record.id, record])),
  });
  return { byId, all };
}

async function read(
  client: RestClient,
  name: 'Accounts' | 'Organisations' | 'Departments',
  scope: RequestScope,
): Promise<readonly unknown[]> {
  const path = `${BASE}/${name}`;
  const { body } = await client.get(path, {}, scope);
  return contract.rows(body, name, path);
}
