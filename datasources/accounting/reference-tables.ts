import type { Id } from '../ids.ts';
import { memo } from '../load/memo.ts';
import { Table } from '../load/table.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { Account, Organization } from './model.ts';
import { BASE, contract } from './wire/contract.ts';
import { toAccount, toDepartment, toOrganization } from './wire/ledger.ts';

/** The departments, of which the graph shows the names. */
export interface DepartmentSource {
  /** The name of a department; null where there is none of this id. */
  readonly nameOf: (id: Id<'Department'>) => Promise<string | null>;
}

/** Accounts in the order of the chart: a code comes before all that begin with it, as `110` before `1110` and `20`. */
export function accountSource(client: RestClient, scope: RequestScope): Table<'Account', Account> {
  return new Table(async () => {
    const accounts = (await read(client, 'Accounts', scope)).map(toAccount);
    return accounts.sort((a, b) => (a.code < b.code ? -1 : 1));
  });
}

/** Organizations by their number. */
export function organizationSource(
  client: RestClient,
  scope: RequestScope,
): Table<'Organization', Organization> {
  return new Table(async () => (await read(client, 'Organisations', scope)).map(toOrganization));
}

/** Departments by their number. */
export function departmentSource(client: RestClient, scope: RequestScope): DepartmentSource {
  const names = memo(async () => {
    const departments = (await read(client, 'Departments', scope)).map(toDepartment);
    return new Map(departments.map(({ id, name }) => [id, name]));
  });
  return { nameOf: async (id) => (await names()).get(id) ?? null };
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
