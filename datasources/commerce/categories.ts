import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { Category } from './model.ts';
import { contract } from './wire/contract.ts';
import { toCategories } from './wire/product.ts';

const PATH = '/v2/categories';

const checkCategories = contract.check('CategoryList');

/** The categories of the catalogue: so few that they are always read together. */
export class CategorySource {
  readonly byId: EntityLoader<'Category', Category>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
    this.byId = new EntityLoader({
      isId: () => true,
      read: async () => new Map((await this.all()).map((category) => [category.id, category])),
    });
  }

  /** All categories of both levels, by id. */
  readonly all = memo(async (): Promise<readonly Category[]> => {
    const { body } = await this.#client.get(PATH, {}, this.#scope);
    const categories = toCategories(checkCategories(body, PATH));
    for (const category of categories) this.byId.prime(category.id, category);
    return categories;
  });
}
