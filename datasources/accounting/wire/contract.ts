import { Contract } from '../../rest/contract.ts';
import { ContractError } from '../../rest/errors/contract.ts';
import type { components } from '../generated/wire.ts';

/** The wire types of the accounting system, by their names in its OpenAPI document. */
export type Schemas = components['schemas'];

/** The system's name in errors. */
export const SYSTEM = 'accounting';

/** The prefix of all paths of the system. */
export const BASE = '/api/2.0';

/** The accounting system's own OpenAPI document. */
export const contract = new Contract<Schemas>(SYSTEM, new URL('../contract.json', import.meta.url));

const checkPagination = contract.check('Pagination');

/** The rows of one page, not checked yet. */
export interface Rows {
  readonly rows: readonly unknown[];
  readonly hasMore: boolean;
}

/** Reads the answer to a list read: its rows under `name`, and whether the next page has any. */
export function rowsOf(payload: unknown, name: string, where: string): Rows {
  const rows = contract.rows(payload, name, where);
  const { Pagination } = payload as Record<string, unknown>;
  return { rows, hasMore: checkPagination(Pagination, where).HasMore };
}

/** Reads the answer to a grouped read: the rows under `name` for each key. Groups of other keys are left out. */
export function groupsOf<Key extends string>(
  payload: unknown,
  name: string,
  where: string,
  keys: readonly Key[],
): ReadonlyMap<Key, Rows> {
  const byName = new Map<unknown, Key>(keys.map((key) => [key, key]));
  const groups = new Map<Key, Rows>();
  for (const group of contract.rows(payload, 'Groups', where)) {
    const { Key: given, HasMore: hasMore } = (group ?? {}) as Record<string, unknown>;
    if (typeof hasMore !== 'boolean') {
      throw new ContractError({ system: SYSTEM, method: 'GET', path: where }, 'a group without "HasMore"');
    }
    const key = byName.get(given);
    if (key !== undefined) groups.set(key, { rows: contract.rows(group, name, where), hasMore });
  }
  return groups;
}
