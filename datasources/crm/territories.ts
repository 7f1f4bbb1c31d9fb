import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { Territory } from './model.ts';
import { contract, toTerritory } from './wire.ts';

const PATH = '/crm/v3/territories';

/** The sales territories: so few that they are always read together. */
export class TerritorySource {
  readonly byId: EntityLoader<'Territory', Territory>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
    this.byId = new EntityLoader({
      isId: () => true,
      read: async () => new Map((await this.all()).map((territory) => [territory.id, territory])),
    });
  }

  /** All territories, by id. */
  readonly all = memo(async (): Promise<readonly Territory[]> => {
    const { body } = await this.#client.get(PATH, {}, this.#scope);
    return contract.rows(body, 'results', PATH).map(toTerritory);
  });
}
