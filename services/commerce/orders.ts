import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { toUnits } from '../kit/money.ts';
import { countGroups, countRows, readGroups, readPage, type Collection } from './collection.ts';
import { among, parseIds, type Condition } from './conditions.ts';
import { linkToNext } from './link.ts';
import { loadOrders } from './order-rows.ts';
import { Count, GroupedCounts, PROBLEMS } from './schemas/fields.ts';
import * as schema from './schemas/order.ts';

const ORDERS: Collection<schema.Order> = {
  table: 'orders o',
  id: 'o.id',
  sorts: { id: 'o.id', ordered_on: 'o.ordered_on', total: 'o.total' },
  groupings: {
    customer_id: `SELECT customer_id AS key, id FROM orders WHERE ${among('customer_id')}`,
    territory_id: `SELECT territory_id AS key, id FROM orders WHERE ${among('territory_id')}`,
    // An order may have two lines with the same product, and still counts once in its group.
    product_id: `SELECT DISTINCT product_id AS key, order_id AS id FROM order_line WHERE ${among('product_id')}`,
  },
  load: loadOrders,
};

const LIST = { maxAge: 30 };

/** Routes that read orders: list, batch, count, grouped list, grouped count. */
export function addOrders(app: ServiceApp, db: DatabaseSync): void {
  addList(app, db);
  addGroups(app, db);
}

function addList(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/orders',
    {
      config: LIST,
      schema: {
        operationId: 'listOrders',
        summary: 'Lists orders',
        description:
          'A page of orders, newest first unless `sort` says otherwise. `Link` leads to the next page.',
        querystring: schema.OrderQuery,
        response: { 200: ref(schema.OrderPage), ...PROBLEMS },
      },
    },
    (request, reply) => {
      const { sort = '-id', limit = 50, page_info: pageInfo } = request.query;
      const page = readPage(db, ORDERS, { conditions: conditions(request.query), sort, limit, pageInfo });
      linkToNext(request, reply, page.next);
      return { orders: page.rows };
    },
  );
  app.get(
    '/orders/count',
    {
      config: LIST,
      schema: {
        operationId: 'countOrders',
        summary: 'Counts orders',
        description: 'How many orders pass the filters of the list.',
        querystring: schema.OrderFilter,
        response: { 200: ref(Count), ...PROBLEMS },
      },
    },
    (request) => ({ count: countRows(db, ORDERS, conditions(request.query)) }),
  );
}

function addGroups(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/orders/grouped',
    {
      config: LIST,
      schema: {
        operationId: 'groupOrders',
        summary: 'Lists orders for each of many keys',
        description:
          'A page of orders for each key. With `page_info`, every key continues after that position.',
        querystring: schema.OrderGroupQuery,
        response: { 200: ref(schema.OrderGroups), ...PROBLEMS },
      },
    },
    (request) => {
      const { by, keys, sort = '-id', limit = 20, page_info: pageInfo } = request.query;
      const page = { conditions: conditions(request.query), sort, limit, pageInfo };
      const groups = readGroups(db, ORDERS, by, parseIds('keys', keys), page);
      return { groups: groups.map(({ key, rows, next }) => ({ key, orders: rows, next })) };
    },
  );
  app.get(
    '/orders/grouped_count',
    {
      config: LIST,
      schema: {
        operationId: 'countGroupedOrders',
        summary: 'Counts orders for each of many keys',
        description: 'How many orders of each key pass the filters.',
        querystring: schema.OrderGroupFilter,
        response: { 200: ref(GroupedCounts), ...PROBLEMS },
      },
    },
    (request) => {
      const { by, keys } = request.query;
      return { groups: countGroups(db, ORDERS, by, parseIds('keys', keys), conditions(request.query)) };
    },
  );
}

function conditions(filter: schema.OrderFilter): Condition[] {
  const ids = filter.ids === undefined ? undefined : JSON.stringify(parseIds('ids', filter.ids));
  const total = filter.min_total === undefined ? undefined : toUnits(filter.min_total);
  return [
    [among('o.id'), ids],
    ['o.status = ?', filter.status],
    ['o.channel = ?', filter.channel],
    ['o.customer_id = ?', filter.customer_id],
    ['o.territory_id = ?', filter.territory_id],
    ['o.id IN (SELECT order_id FROM order_line WHERE product_id = ?)', filter.product_id],
    ['o.ordered_on >= ?', filter.ordered_from],
    ['o.ordered_on <= ?', filter.ordered_to],
    ['o.total >= ?', total],
    ['o.reservation = ?', filter.reservation],
  ];
}
