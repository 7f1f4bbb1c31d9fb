import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { recordChange } from '../kit/changes.ts';
import { writeOnce } from '../kit/idempotency.ts';
import { ProblemError } from '../kit/problem.ts';
import { correctOrder } from './correction.ts';
import { insertOrder } from './new-order.ts';
import { loadOrders } from './order-rows.ts';
import { idParams, PROBLEMS, WRITE_HEADERS } from './schemas/fields.ts';
import { Cancellation, NewOrder, Order, OrderCorrection } from './schemas/order.ts';

/** Routes that place, correct and cancel orders. */
export function addOrderWrites(app: ServiceApp, db: DatabaseSync): void {
  app.post(
    '/orders',
    {
      schema: {
        operationId: 'createOrder',
        summary: 'Places an order',
        description:
          'Tax is 8 %, freight 2.5 % of the subtotal, and the order is due 12 days later. 422: `empty_order`, `unknown_product`, `not_for_sale`, `unknown_ship_method`.',
        headers: WRITE_HEADERS,
        body: ref(NewOrder),
        response: { 201: ref(Order), ...PROBLEMS },
      },
    },
    (request, reply) =>
      writeOnce(db, request, reply, () => ({ status: 201, body: placeOrder(db, request.body) })),
  );
  app.patch(
    '/orders/:id',
    {
      schema: {
        operationId: 'correctOrder',
        summary: 'Corrects an order by hand',
        description: 'Sets what is given, without any of the usual checks. 404: `not_found`.',
        params: idParams('Order id.'),
        headers: WRITE_HEADERS,
        body: ref(OrderCorrection),
        response: { 200: ref(Order), ...PROBLEMS },
      },
    },
    (request, reply) =>
      writeOnce(db, request, reply, () => {
        const before = orderOf(db, request.params.id);
        correctOrder(db, before, request.body);
        return { status: 200, body: orderOf(db, before.id) };
      }),
  );
  app.post(
    '/orders/:id/cancel',
    {
      schema: {
        operationId: 'cancelOrder',
        summary: 'Cancels an order',
        description: '404: `not_found`. 409: `already_shipped`, `already_cancelled`.',
        params: idParams('Order id.'),
        headers: WRITE_HEADERS,
        body: Type.Union([ref(Cancellation), Type.Null()]),
        response: { 200: ref(Order), ...PROBLEMS },
      },
    },
    (request, reply) =>
      writeOnce(db, request, reply, () => ({
        status: 200,
        headers: WRITE_HEADERS,
        body: cancelOrder(db, request.params.id, request.body?.reason ?? null),
      })),
  );
}

function placeOrder(db: DatabaseSync, body: NewOrder): Order {
  const order = orderOf(db, insertOrder(db, body));
  const owners = { customer: String(order.customer_id) };
  recordChange(db, { entity: 'order', id: String(order.id), kind: 'created', fields: [], owners });
  return order;
}

function cancelOrder(db: DatabaseSync, id: number, reason: string | null): Order {
  const order = orderOf(db, id);
  if (order.status === 'shipped') throw conflict('already_shipped', `Order ${id} has been shipped.`);
  if (order.status === 'cancelled') throw conflict('already_cancelled', `Order ${id} is cancelled already.`);
  db.prepare(`UPDATE orders SET status = 'cancelled', cancel_reason = ?, updated_at = ? WHERE id = ?`).run(
    reason,
    new Date().toISOString(),
    id,
  );
  const fields = reason === null ? ['status'] : ['status', 'cancel_reason'];
  const owners = { customer: String(order.customer_id) };
  recordChange(db, { entity: 'order', id: String(id), kind: 'updated', fields, owners });
  return orderOf(db, id);
}

function orderOf(db: DatabaseSync, id: number): Order {
  const order = loadOrders(db, [id]).get(id);
  if (!order) throw new ProblemError(404, 'not_found', `There is no order ${id}.`);
  return order;
}

function conflict(code: string, detail: string): ProblemError {
  return new ProblemError(409, code, detail);
}
