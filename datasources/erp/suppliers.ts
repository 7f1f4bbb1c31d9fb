import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { mapPage, type Page, type PageRequest } from '../load/page.ts';
import { allOf, compare, contains, isOneOf } from '../rest/paging/odata.ts';
import { textOf } from '../text.ts';
import type { Lists } from './lists.ts';
import type { Supplier, SupplierQuery } from './model.ts';
import { contract, isNumber } from './wire/contract.ts';
import { supplierOf, toSupplier } from './wire/supply.ts';

const PATH = '/Suppliers';
const ID = 'SupplierId';
const SORT_FIELDS = {
  ID,
  NAME: 'Name',
  ACCOUNT_NUMBER: 'AccountNumber',
  CREDIT_RATING: 'CreditRating',
} as const;
const LONGEST_NAME = 200;

const checkPage = contract.check('SupplierPage');

/** The companies that sell to this one. */
export class SupplierSource {
  readonly byId: EntityLoader<'Supplier', Supplier>;
  readonly #lists: Lists;

  constructor(lists: Lists) {
    this.#lists = lists;
    this.byId = new EntityLoader({
      isId: isNumber,
      read: (ids) => lists.batch(PATH, ids, (some) => isOneOf(ID, some), ID, toSupplier),
    });
  }

  /** One page of the suppliers that `query` describes. Throws InputError on a name that is too long to look for. */
  readonly list = memo(async (query: SupplierQuery, request: PageRequest): Promise<Page<Supplier>> => {
    const parameters = { $filter: filterOf(query), $orderby: orderOf(query) };
    const wire = await this.#lists.page(PATH, parameters, request, checkPage);
    const page = mapPage(wire, supplierOf);
    for (const supplier of page.items) this.byId.prime(supplier.id, supplier);
    return page;
  });

  /** How many suppliers `query` describes. Throws InputError like {@link list}. */
  readonly count = memo(async (query: SupplierQuery): Promise<number> =>
    this.#lists.count(PATH, { $filter: filterOf(query) }, checkPage),
  );
}

function filterOf({ name, active, preferred }: SupplierQuery): string | undefined {
  return allOf(
    contains('Name', textOf('name', name, LONGEST_NAME)),
    compare('Active', 'eq', active),
    compare('Preferred', 'eq', preferred),
  );
}

function orderOf({ sort }: SupplierQuery): string {
  return `${SORT_FIELDS[sort.by]} ${sort.descending ? 'desc' : 'asc'}`;
}
