import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { listPage } from '../odata/list.ts';
import { listQuery, topPerQuery } from '../odata/options.ts';
import { topPer } from '../odata/top-per.ts';
import { READ_REFUSALS, StockLevelGroups, StockLevelPage } from '../schemas/answers.ts';
import { stockLevels } from '../stock.ts';

const GROUPINGS = { ProductId: { sql: 'product_id' }, LocationId: { sql: 'location_id' } };

/** `GET /StockLevels` and `GET /StockLevels/TopPer`. */
export function addStockLevels(app: ServiceApp, db: DatabaseSync): void {
  const list = {
    operationId: 'listStockLevels',
    summary: 'Stock by item and location',
    querystring: listQuery(stockLevels),
    response: { 200: ref(StockLevelPage), ...READ_REFUSALS },
  };
  app.get('/StockLevels', { schema: list, config: { maxAge: 30 } }, (request) =>
    listPage(db, stockLevels, request),
  );

  const grouped = {
    operationId: 'topStockLevelsPer',
    summary: 'The first stock levels of each of many items or locations',
    querystring: topPerQuery(stockLevels, ['ProductId', 'LocationId']),
    response: { 200: ref(StockLevelGroups), ...READ_REFUSALS },
  };
  app.get('/StockLevels/TopPer', { schema: grouped, config: { maxAge: 30 } }, ({ query }) => ({
    value: topPer(db, stockLevels, GROUPINGS, query),
  }));
}
