import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { recordChange } from '../kit/changes.ts';
import { toUnits } from '../kit/money.ts';
import type { Order, OrderCorrection } from './schemas/order.ts';
import { today } from './today.ts';

/**
 * Sets the fields of `correction` that differ and records the change; does nothing if none differs. An order that moves to another
 * customer names both, since the lists of both are different now.
 */
export function correctOrder(db: DatabaseSync, order: Order, correction: OrderCorrection): void {
  const changed = changedColumns(order, correction);
  const fields = Object.keys(changed);
  if (fields.length === 0) return;
  const columns = fields.map((field) => `${field} = ?`).join(', ');
  db.prepare(`UPDATE orders SET ${columns}, updated_at = ? WHERE id = ?`).run(
    ...Object.values(changed),
    new Date().toISOString(),
    order.id,
  );
  const customers = new Set([order.customer_id, correction.customer_id ?? order.customer_id]);
  const [customer = '', ...others] = [...customers].map(String);
  const owners = { customer: others.length === 0 ? customer : [customer, ...others] };
  recordChange(db, { entity: 'order', id: String(order.id), kind: 'updated', fields, owners });
}

function changedColumns(order: Order, correction: OrderCorrection): Record<string, SQLInputValue> {
  const { total, currency, customer_id: customer, status } = correction;
  const units = total === undefined ? undefined : toUnits(total);
  return {
    ...(units !== undefined && units !== toUnits(order.total) && { total: units }),
    ...(currency !== undefined && currency !== order.currency && { currency }),
    ...(customer !== undefined && customer !== order.customer_id && { customer_id: customer }),
    ...(status !== undefined && status !== order.status && { status, ...dependentFields(order, status) }),
  };
}

/** The fields that must follow a status, so that the order does not contradict itself. */
function dependentFields(order: Order, status: Order['status']): Record<string, SQLInputValue> {
  switch (status) {
    case 'placed':
      return { ...(order.shipped_on !== null && { shipped_on: null }), ...withoutReason(order) };
    case 'shipped':
      return { ...(order.shipped_on === null && { shipped_on: today() }), ...withoutReason(order) };
    case 'cancelled':
      return {};
  }
}

function withoutReason(order: Order): Record<string, SQLInputValue> {
  return order.cancel_reason === null ? {} : { cancel_reason: null };
}
