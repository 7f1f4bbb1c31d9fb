import { idOf, refTo, type Ref } from '../../ids.ts';
import { decimal, money } from '../../money.ts';
import type { Category, Product, ProductSales, Review } from '../model.ts';
import { contract, type Schemas } from './contract.ts';

const checkProduct = contract.check('Product');

/** Checks and converts a product from the wire. */
export function toProduct(payload: unknown): Product {
  const wire = checkProduct(payload, '/products');
  return {
    id: idOf(wire.id),
    number: wire.number,
    name: wire.name,
    description: wire.description,
    model: wire.model,
    color: wire.color,
    size: withUnit(wire.size, wire.size_unit),
    weight: wire.weight === null ? null : { value: decimal(wire.weight), unit: wire.weight_unit },
    listPrice: money(wire.list_price, wire.currency),
    category: refTo(wire.category_id),
    sellStart: wire.sell_start,
    sellEnd: wire.sell_end,
    updatedAt: wire.updated_at,
  };
}

/** Converts the sales of a product from the wire. */
export function toProductSales(wire: Schemas['ProductSales']['products'][number]): ProductSales {
  return { units: wire.units, revenue: money(wire.revenue, wire.currency) };
}

/** Converts a review from the wire. */
export function toReview(wire: Schemas['ReviewList']['reviews'][number]): Review {
  const { reviewer, reviewed_on: reviewedOn, rating, comments } = wire;
  return { reviewer, reviewedOn, rating, comments };
}

/** Converts the whole table of categories from the wire to a tree. */
export function toCategories({ categories }: Schemas['CategoryList']): readonly Category[] {
  const below = Map.groupBy(categories, (wire) => wire.parent_id);
  return categories.map(({ id, name, parent_id: parent }) => ({
    id: idOf(id),
    name,
    parent: refTo(parent),
    children: (below.get(id) ?? []).map((child): Ref<'Category'> => refTo(child.id)),
  }));
}

function withUnit(value: string | null, unit: string | null): string | null {
  return value === null || unit === null ? value : `${value} ${unit}`;
}
