import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { items } from '../items.ts';
import { listPage } from '../odata/list.ts';
import { listQuery } from '../odata/options.ts';
import { ItemPage, READ_REFUSALS } from '../schemas/answers.ts';

/** `GET /Items`. */
export function addItems(app: ServiceApp, db: DatabaseSync): void {
  const list = {
    operationId: 'listItems',
    summary: 'Items, with their stock over all locations',
    querystring: listQuery(items),
    response: { 200: ref(ItemPage), ...READ_REFUSALS },
  };
  app.get('/Items', { schema: list, config: { maxAge: 30 } }, (request) => listPage(db, items, request));
}
