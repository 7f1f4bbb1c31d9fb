import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { among, parseIds } from './conditions.ts';
import { number, numberOrNull, text, textOrNull } from './rows.ts';
import { idList, PROBLEMS } from './schemas/fields.ts';
import { CategoryList, ReviewList } from './schemas/product.ts';

/** Routes that read what belongs to products: all categories, and the reviews of products. */
export function addCatalogue(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/categories',
    {
      config: { maxAge: 300 },
      schema: {
        operationId: 'listCategories',
        summary: 'Lists all categories',
        description: 'Top categories and those below them, in one table.',
        response: { 200: ref(CategoryList), ...PROBLEMS },
      },
    },
    () => ({ categories: readCategories(db) }),
  );
  app.get(
    '/reviews',
    {
      config: { maxAge: 30 },
      schema: {
        operationId: 'listReviews',
        summary: 'Lists the reviews of products',
        description: 'All reviews of the requested products; products without reviews add nothing.',
        querystring: Type.Object({ product_ids: idList('Product ids.') }),
        response: { 200: ref(ReviewList), ...PROBLEMS },
      },
    },
    (request) => ({ reviews: readReviews(db, parseIds('product_ids', request.query.product_ids)) }),
  );
}

function readCategories(db: DatabaseSync) {
  const rows = db.prepare('SELECT * FROM category ORDER BY id').all();
  return rows.map((row) => ({
    id: number(row, 'id'),
    parent_id: numberOrNull(row, 'parent_id'),
    name: text(row, 'name'),
  }));
}

function readReviews(db: DatabaseSync, productIds: readonly number[]) {
  const rows = db
    .prepare(`SELECT * FROM review WHERE ${among('product_id')} ORDER BY id`)
    .all(JSON.stringify(productIds));
  return rows.map((row) => ({
    id: number(row, 'id'),
    product_id: number(row, 'product_id'),
    reviewer: text(row, 'reviewer'),
    reviewed_on: text(row, 'reviewed_on'),
    rating: number(row, 'rating'),
    comments: textOrNull(row, 'comments'),
  }));
}
