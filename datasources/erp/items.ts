import { EntityLoader } from '../load/entity-loader.ts';
import { isOneOf } from '../rest/paging/odata.ts';
import type { Lists } from './lists.ts';
import type { Item } from './model.ts';
import { isNumber } from './wire/contract.ts';
import { toItem } from './wire/stock.ts';

const PATH = '/Items';
const ID = 'ProductId';

/** What the ERP knows of products apart from where they lie. */
export class ItemSource {
  readonly byId: EntityLoader<'Product', Item>;

  constructor(lists: Lists) {
    this.byId = new EntityLoader({
      isId: isNumber,
      read: (ids) => lists.batch(PATH, ids, (some) => isOneOf(ID, some), ID, toItem),
    });
  }
}
