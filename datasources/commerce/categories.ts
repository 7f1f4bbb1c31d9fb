import type { SystemCache } from '../cache/system-cache.ts';
import { tableReads, type TableReads } from '../load/table.ts';
import type { RestClient } from '../rest/client.ts';
import type { Category } from './model.ts';
import { contract } from './wire/contract.ts';
import { toCategories } from './wire/product.ts';

const PATH = '/v2/categories';

const checkCategories = contract.check('CategoryList');

/** The categories of the catalogue, on both levels. */
export function categoryReads(client: RestClient, cache: SystemCache): TableReads<Category> {
  return tableReads(cache, 'Category', async (call) => {
    const { body } = await client.get(PATH, {}, call);
    return toCategories(checkCategories(body, PATH));
  });
}
