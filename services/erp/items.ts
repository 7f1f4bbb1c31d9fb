import type { EntitySet, Fields } from './odata/entity-set.ts';
import { boolean, integer, money, text } from './odata/field.ts';
import { withHeld } from './stock.ts';

const ITEMS = `SELECT item.*,
    (SELECT coalesce(sum(on_hand), 0) FROM stock WHERE stock.product_id = item.product_id) AS on_hand,
    (SELECT coalesce(sum(quantity), 0) FROM held WHERE held.product_id = item.product_id) AS reserved
  FROM item`;

/** All items, with their stock over all locations. */
export const items = {
  source: () => withHeld(ITEMS),
  fields: {
    ProductId: integer('product_id'),
    Number: text('number'),
    Name: text('name'),
    MadeInHouse: boolean('made_in_house'),
    FinishedGood: boolean('finished_good'),
    SafetyStock: integer('safety_stock'),
    ReorderPoint: integer('reorder_point'),
    StandardCost: money('standard_cost'),
    DaysToManufacture: integer('days_to_manufacture'),
    OnHand: integer('on_hand'),
    Reserved: integer('reserved'),
    Available: integer('on_hand - reserved'),
  },
  key: ['ProductId'],
} satisfies EntitySet<Fields>;
