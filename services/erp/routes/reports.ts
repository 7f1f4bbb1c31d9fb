import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { items } from '../items.ts';
import type { EntitySet, Fields } from '../odata/entity-set.ts';
import { amount, date, integer, nullable } from '../odata/field.ts';
import { listPage } from '../odata/list.ts';
import { pageOptions } from '../odata/options.ts';
import { READ_REFUSALS, StockOutPage, StockValuation } from '../schemas/answers.ts';
import { OPEN_SUPPLY } from './open-supply.ts';

const FIGURES = `count(DISTINCT stock.product_id) AS items, coalesce(sum(on_hand), 0) AS units,
  coalesce(sum(on_hand * standard_cost), 0) AS value`;

const VALUATIONS = {
  Location: `SELECT location.location_id AS key, location.name, ${FIGURES} FROM location
    LEFT JOIN stock ON stock.location_id = location.location_id AND on_hand > 0
    LEFT JOIN item USING (product_id) GROUP BY location.location_id ORDER BY value DESC, location.location_id`,
  Kind: `SELECT iif(finished_good, 'Finished', 'Component') || iif(made_in_house, 'Made', 'Bought') AS key,
    iif(finished_good, 'Finished goods', 'Components') || iif(made_in_house, ', made in house', ', bought') AS name,
    ${FIGURES} FROM item LEFT JOIN stock ON stock.product_id = item.product_id AND on_hand > 0
    GROUP BY 1 ORDER BY value DESC, key`,
} as const;

/** The condition of each level: nothing available at all, or less than the item's own level. */
const SHORT = {
  Zero: { level: '0', short: 'available <= 0' },
  SafetyStock: { level: 'safety_stock', short: 'available < safety_stock' },
  ReorderPoint: { level: 'reorder_point', short: 'available < reorder_point' },
} as const;

function stockOuts(below: keyof typeof SHORT) {
  const { level, short } = SHORT[below];
  return {
    source: () => {
      const { sql, values } = items.source();
      const available = `(SELECT *, on_hand - reserved AS available FROM ${sql})`;
      const supply = `(SELECT product_id, sum(outstanding) AS outstanding, min(due_on) AS next_due_on
        FROM ${OPEN_SUPPLY} GROUP BY product_id)`;
      return {
        sql: `(SELECT *, ${level} - available AS short_by FROM ${available} LEFT JOIN ${supply} USING (product_id)
          WHERE ${short})`,
        values,
      };
    },
    fields: {
      ProductId: integer('product_id'),
      Available: integer('available'),
      SafetyStock: integer('safety_stock'),
      ReorderPoint: integer('reorder_point'),
      ShortBy: integer('short_by'),
      Outstanding: integer('coalesce(outstanding, 0)'),
      NextDueOn: nullable(date('next_due_on')),
    },
    key: ['ProductId'],
    order: { field: 'ShortBy', descending: true },
  } satisfies EntitySet<Fields>;
}

/** `GET /Reports/StockValuation` and `GET /Reports/StockOuts`. */
export function addReports(app: ServiceApp, db: DatabaseSync): void {
  const valuation = {
    operationId: 'reportStockValuation',
    summary: 'Value of the stock at standard cost',
    querystring: Type.Object({
      by: Type.Optional(
        Type.Enum(['Location', 'Kind'], {
          type: 'string',
          default: 'Location',
          description:
            'By location, or by kind of item: finished goods or components, made in house or bought.',
        }),
      ),
    }),
    response: { 200: ref(StockValuation), ...READ_REFUSALS },
  };
  app.get('/Reports/StockValuation', { schema: valuation, config: { maxAge: 60 } }, ({ query }) => ({
    value: valuate(db, query.by ?? 'Location'),
  }));

  const outs = {
    operationId: 'reportStockOuts',
    summary: 'Items of which too little is available, the shortest first',
    querystring: Type.Object({
      below: Type.Optional(
        Type.Enum(['Zero', 'SafetyStock', 'ReorderPoint'], {
          type: 'string',
          default: 'Zero',
          description: 'Zero: nothing available. Otherwise: less available than the level of the item.',
        }),
      ),
      ...pageOptions(),
    }),
    response: { 200: ref(StockOutPage), ...READ_REFUSALS },
  };
  app.get('/Reports/StockOuts', { schema: outs, config: { maxAge: 60 } }, (request) =>
    listPage(db, stockOuts(request.query.below ?? 'Zero'), request),
  );
}

function valuate(db: DatabaseSync, by: keyof typeof VALUATIONS) {
  return db
    .prepare(VALUATIONS[by])
    .all()
    .map((row) => ({
      Key: String(row['key']),
      Name: String(row['name']),
      Items: Number(row['items']),
      Units: Number(row['units']),
      Value: amount(row['value'] ?? null),
      Currency: 'USD' as const,
    }));
}
