import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../../kit/app.ts';
import type { EntitySet, Fields } from '../odata/entity-set.ts';
import { date, integer } from '../odata/field.ts';
import { listPage } from '../odata/list.ts';
import { filterOption, pageOptions } from '../odata/options.ts';
import { READ_REFUSALS, SupplyLinePage } from '../schemas/answers.ts';

/** Maximum rows of the only page; the sample data has 24 outstanding lines. */
const MAX_LINES = 1_000;

/** Lines of open purchase orders that are not fully delivered. */
export const OPEN_SUPPLY = `(SELECT line.*, ordered_qty - received_qty AS outstanding
  FROM purchase_order_line AS line JOIN purchase_order USING (purchase_order_id)
  WHERE status IN ('Pending', 'Approved') AND received_qty < ordered_qty)`;

const openSupply = {
  source: () => ({ sql: OPEN_SUPPLY, values: [] }),
  fields: {
    ProductId: integer('product_id'),
    PurchaseOrderId: integer('purchase_order_id'),
    LineNumber: integer('line_number'),
    DueOn: date('due_on'),
    Outstanding: integer('outstanding'),
  },
  key: ['PurchaseOrderId', 'LineNumber'],
  order: { field: 'DueOn', descending: false },
} satisfies EntitySet<Fields>;

/** `GET /OpenSupply`. */
export function addOpenSupply(app: ServiceApp, db: DatabaseSync): void {
  const list = {
    operationId: 'listOpenSupply',
    summary: 'What is still to come from suppliers, by due date',
    querystring: Type.Object({ ...filterOption(openSupply), ...pageOptions(MAX_LINES, MAX_LINES) }),
    response: { 200: ref(SupplyLinePage), ...READ_REFUSALS },
  };
  app.get('/OpenSupply', { schema: list, config: { maxAge: 30 } }, (request) =>
    listPage(db, openSupply, request),
  );
}
