import type { EntityReads, SystemCache } from '../cache/system-cache.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import { isOneOf } from '../rest/paging/odata.ts';
import type { RequestScope } from '../scope.ts';
import { isPossibleId } from './ids.ts';
import type { Lists } from './lists.ts';
import type { Item } from './model.ts';
import { toItem } from './wire/stock.ts';

const PATH = '/Items';
const ID = 'ProductId';

/** What the ERP knows about products, apart from their stock. */
export class ItemSource {
  readonly #reads: EntityReads<'Product', Item>;
  readonly #scope: RequestScope;

  constructor(reads: EntityReads<'Product', Item>, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'Product', Item> {
    return this.#scope.reads.entity(this.#reads);
  }
}

/** The cached reads of items, shared by all requests. */
export function itemReads(lists: Lists, cache: SystemCache): EntityReads<'Product', Item> {
  return cache.entities('Product', {
    isId: isPossibleId,
    read: (ids, call) => lists.batch(PATH, ids, (some) => isOneOf(ID, some), ID, toItem, call),
  });
}
