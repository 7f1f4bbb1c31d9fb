import type { SystemCache } from '../cache/system-cache.ts';
import { tableReads, type TableReads } from '../load/table.ts';
import type { RestClient } from '../rest/client.ts';
import type { Territory } from './model.ts';
import { contract, toTerritory } from './wire.ts';

const PATH = '/crm/v3/territories';

/** The sales territories. */
export function territoryReads(client: RestClient, cache: SystemCache): TableReads<Territory> {
  return tableReads(cache, 'Territory', async (call) => {
    const { body } = await client.get(PATH, {}, call);
    return contract.rows(body, 'results', PATH).map(toTerritory);
  });
}
