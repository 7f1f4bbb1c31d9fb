import type { DatabaseSync } from 'node:sqlite';
import { among } from './conditions.ts';
import { money, number, numberOrNull, text, textOrNull, type Row } from './rows.ts';
import type { Product } from './schemas/product.ts';

/** SQL for whether a product (alias `p`) can be bought; its one placeholder is today's date. Parts have no price. */
export const FOR_SALE = `p.list_price > 0 AND ? BETWEEN p.sell_start AND coalesce(p.sell_end, '9999-12-31')`;

/** Full products by id, in one query; unknown ids are left out. */
export function loadProducts(db: DatabaseSync, ids: readonly number[]): Map<number, Product> {
  const rows = db.prepare(`SELECT * FROM product WHERE ${among('id')}`).all(JSON.stringify(ids));
  return new Map(rows.map((row) => [number(row, 'id'), toProduct(row)]));
}

function toProduct(row: Row): Product {
  return {
    id: number(row, 'id'),
    number: text(row, 'number'),
    name: text(row, 'name'),
    description: textOrNull(row, 'description'),
    color: textOrNull(row, 'color'),
    size: textOrNull(row, 'size'),
    size_unit: textOrNull(row, 'size_unit'),
    weight: numberOrNull(row, 'weight'),
    weight_unit: textOrNull(row, 'weight_unit'),
    line: textOrNull(row, 'line'),
    class: textOrNull(row, 'class'),
    style: textOrNull(row, 'style'),
    model: textOrNull(row, 'model'),
    category_id: numberOrNull(row, 'category_id'),
    list_price: money(row, 'list_price'),
    currency: 'USD',
    sell_start: text(row, 'sell_start'),
    sell_end: textOrNull(row, 'sell_end'),
    updated_at: text(row, 'updated_at'),
  };
}
