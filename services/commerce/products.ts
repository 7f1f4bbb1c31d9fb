import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { toUnits } from '../kit/money.ts';
import { countGroups, countRows, readGroups, readPage, type Collection } from './collection.ts';
import { among, parseIds, type Condition } from './conditions.ts';
import { linkToNext } from './link.ts';
import { FOR_SALE, loadProducts } from './product-rows.ts';
import { Count, GroupedCounts, PROBLEMS } from './schemas/fields.ts';
import * as schema from './schemas/product.ts';
import { today } from './today.ts';

const PRODUCTS: Collection<schema.Product> = {
  table: 'product p',
  id: 'p.id',
  sorts: { id: 'p.id', name: 'p.name', number: 'p.number', list_price: 'p.list_price' },
  groupings: {
    category_id: `SELECT k.value AS key, p.id FROM json_each(?) k
      JOIN category c ON k.value IN (c.id, c.parent_id) JOIN product p ON p.category_id = c.id`,
  },
  load: loadProducts,
};

const LIST = { maxAge: 30 };

/** Routes that read products: list, batch, count, grouped list, grouped count. */
export function addProducts(app: ServiceApp, db: DatabaseSync): void {
  addList(app, db);
  addGroups(app, db);
}

function addList(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/products',
    {
      config: LIST,
      schema: {
        operationId: 'listProducts',
        summary: 'Lists products',
        description: 'A page of products, by id unless `sort` says otherwise. `Link` leads to the next page.',
        querystring: schema.ProductQuery,
        response: { 200: ref(schema.ProductPage), ...PROBLEMS },
      },
    },
    (request, reply) => {
      const { sort = 'id', limit = 50, page_info: pageInfo } = request.query;
      const page = readPage(db, PRODUCTS, { conditions: conditions(request.query), sort, limit, pageInfo });
      linkToNext(request, reply, page.next);
      return { products: page.rows };
    },
  );
  app.get(
    '/products/count',
    {
      config: LIST,
      schema: {
        operationId: 'countProducts',
        summary: 'Counts products',
        description: 'How many products pass the filters of the list.',
        querystring: schema.ProductFilter,
        response: { 200: ref(Count), ...PROBLEMS },
      },
    },
    (request) => ({ count: countRows(db, PRODUCTS, conditions(request.query)) }),
  );
}

function addGroups(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/products/grouped',
    {
      config: LIST,
      schema: {
        operationId: 'groupProducts',
        summary: 'Lists products for each of many keys',
        description:
          'A page of products for each key. With `page_info`, every key continues after that position.',
        querystring: schema.ProductGroupQuery,
        response: { 200: ref(schema.ProductGroups), ...PROBLEMS },
      },
    },
    (request) => {
      const { by, keys, sort = 'id', limit = 20, page_info: pageInfo } = request.query;
      const page = { conditions: conditions(request.query), sort, limit, pageInfo };
      const groups = readGroups(db, PRODUCTS, by, parseIds('keys', keys), page);
      return { groups: groups.map(({ key, rows, next }) => ({ key, products: rows, next })) };
    },
  );
  app.get(
    '/products/grouped_count',
    {
      config: LIST,
      schema: {
        operationId: 'countGroupedProducts',
        summary: 'Counts products for each of many keys',
        description: 'How many products of each key pass the filters.',
        querystring: schema.ProductGroupFilter,
        response: { 200: ref(GroupedCounts), ...PROBLEMS },
      },
    },
    (request) => {
      const { by, keys } = request.query;
      return { groups: countGroups(db, PRODUCTS, by, parseIds('keys', keys), conditions(request.query)) };
    },
  );
}

function conditions(filter: schema.ProductFilter): Condition[] {
  const ids = filter.ids === undefined ? undefined : JSON.stringify(parseIds('ids', filter.ids));
  const forSale = filter.for_sale === undefined ? undefined : Number(filter.for_sale);
  return [
    [among('p.id'), ids],
    // A line feed between the two, so that no match spans their border.
    [`instr(lower(p.name || char(10) || p.number), lower(?)) > 0`, filter.q],
    ['p.category_id IN (SELECT id FROM category WHERE ? IN (id, parent_id))', filter.category_id],
    ['p.color = ? COLLATE NOCASE', filter.color],
    ['p.list_price >= ?', unitsOf(filter.min_price)],
    ['p.list_price <= ?', unitsOf(filter.max_price)],
    [`(${FOR_SALE}) = ?`, today(), forSale],
  ];
}

function unitsOf(amount: string | undefined): number | undefined {
  return amount === undefined ? undefined : toUnits(amount);
}
