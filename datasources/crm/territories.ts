import { Table } from '../load/table.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { Territory } from './model.ts';
import { contract, toTerritory } from './wire.ts';

const PATH = '/crm/v3/territories';

/** The sales territories, by id. */
export function territoryTable(client: RestClient, scope: RequestScope): Table<'Territory', Territory> {
  return new Table(async () => {
    const { body } = await client.get(PATH, {}, scope);
    return contract.rows(body, 'results', PATH).map(toTerritory);
  });
}
