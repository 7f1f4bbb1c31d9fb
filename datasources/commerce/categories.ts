import { Table } from '../load/table.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { Category } from './model.ts';
import { contract } from './wire/contract.ts';
import { toCategories } from './wire/product.ts';

const PATH = '/v2/categories';

const checkCategories = contract.check('CategoryList');

/** The categories of the catalogue, of both levels, by id. */
export function categoryTable(client: RestClient, scope: RequestScope): Table<'Category', Category> {
  return new Table(async () => {
    const { body } = await client.get(PATH, {}, scope);
    return toCategories(checkCategories(body, PATH));
  });
}
