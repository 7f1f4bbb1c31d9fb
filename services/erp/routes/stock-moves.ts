import type { DatabaseSync } from 'node:sqlite';
import type { Static } from 'typebox';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { writeOnce } from '../../kit/idempotency.ts';
import { ProblemError } from '../../kit/problem.ts';
import { now } from '../clock.ts';
import { IDEMPOTENT, refusal, WRITE_REFUSALS } from '../schemas/answers.ts';
import { StockLevel } from '../schemas/entities.ts';
import { NewStockAdjustment, NewStockTransfer, StockTransfer } from '../schemas/writes.ts';
import { moveStock, requireItem, requireLocation, stockAt, writtenStockAt } from '../stock.ts';

/** `POST /StockAdjustments` and `POST /StockTransfers`. */
export function addStockMoves(app: ServiceApp, db: DatabaseSync): void {
  const adjustment = {
    operationId: 'adjustStock',
    summary: 'Correct the stock of an item at a location',
    headers: IDEMPOTENT,
    body: ref(NewStockAdjustment),
    response: {
      201: ref(StockLevel),
      ...WRITE_REFUSALS,
      422: refusal(
        '`below_zero` (pieces held for reservations cannot be taken), `unknown_location`, `unknown_item`.',
      ),
    },
  };
  app.post('/StockAdjustments', { schema: adjustment }, (request, reply) =>
    writeOnce(db, request, reply, () => ({ status: 201, body: adjust(db, request.body) })),
  );

  const transfer = {
    operationId: 'transferStock',
    summary: 'Move stock of an item to another location',
    headers: IDEMPOTENT,
    body: ref(NewStockTransfer),
    response: {
      201: ref(StockTransfer),
      ...WRITE_REFUSALS,
      422: refusal('`insufficient_stock`, `same_location`, `unknown_location`, `unknown_item`.'),
    },
  };
  app.post('/StockTransfers', { schema: transfer }, (request, reply) =>
    writeOnce(db, request, reply, () => ({ status: 201, body: move(db, request.body) })),
  );
}

function adjust(db: DatabaseSync, body: Static<typeof NewStockAdjustment>) {
  const { ProductId, LocationId, Quantity, Reason } = body;
  if (Quantity === 0) throw new ProblemError(400, 'bad_request', 'body/Quantity must not be 0.');
  requireItem(db, ProductId);
  requireLocation(db, LocationId);
  const { OnHand = 0, Reserved = 0 } = stockAt(db, ProductId, LocationId) ?? {};
  if (OnHand - Reserved + Quantity < 0) {
    const there = `There are ${OnHand} pieces of item ${ProductId} at location ${LocationId}, ${Reserved} of them reserved`;
    throw new ProblemError(422, 'below_zero', `${there}; ${-Quantity} cannot be taken.`);
  }
  moveStock(db, ProductId, LocationId, Quantity);
  db.prepare(
    'INSERT INTO stock_adjustment (at, product_id, location_id, quantity, reason) VALUES (?, ?, ?, ?, ?)',
  ).run(now().toISOString(), ProductId, LocationId, Quantity, Reason);
  return writtenStockAt(db, ProductId, LocationId);
}

function move(db: DatabaseSync, body: Static<typeof NewStockTransfer>) {
  const { ProductId, FromLocationId, ToLocationId, Quantity } = body;
  if (FromLocationId === ToLocationId) {
    throw new ProblemError(422, 'same_location', 'FromLocationId and ToLocationId are the same.');
  }
  requireItem(db, ProductId);
  requireLocation(db, FromLocationId);
  requireLocation(db, ToLocationId);
  const available = stockAt(db, ProductId, FromLocationId)?.Available ?? 0;
  if (available < Quantity) {
    const what = `Of item ${ProductId}, ${available} are available at location ${FromLocationId}`;
    throw new ProblemError(422, 'insufficient_stock', `${what}; ${Quantity} were asked for.`);
  }
  moveStock(db, ProductId, FromLocationId, -Quantity);
  moveStock(db, ProductId, ToLocationId, Quantity);
  return {
    From: writtenStockAt(db, ProductId, FromLocationId),
    To: writtenStockAt(db, ProductId, ToLocationId),
  };
}
