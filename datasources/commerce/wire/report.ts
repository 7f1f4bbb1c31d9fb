import { idOf, refTo } from '../../ids.ts';
import { decimal, money } from '../../money.ts';
import type { OrderControlTotals, OrderTotals, SalesRow } from '../report-model.ts';
import type { Schemas } from './contract.ts';
import { CHANNELS, STATUSES } from './order.ts';

/** Converts a row of the sales report from the wire. */
export function toSalesRow(wire: Schemas['SalesRow']): SalesRow {
  return {
    period: wire.month ?? wire.quarter ?? wire.year ?? null,
    territory: refTo(wire.territory_id),
    category: refTo(wire.category_id),
    channel: wire.channel === undefined ? null : CHANNELS[wire.channel],
    product: refTo(wire.product_id),
    customer: refTo(wire.customer_id),
    orderCount: wire.orders,
    units: wire.units,
    revenue: money(wire.revenue, wire.currency),
  };
}

/** Converts the control totals of a block from the wire. */
export function toControlTotals(wire: Schemas['ControlTotals']['blocks'][number]): OrderControlTotals {
  return {
    block: wire.block,
    count: wire.count,
    total: decimal(wire.total),
    customerHash: wire.customer_hash,
    totalHash: wire.total_hash,
    currencyHash: wire.currency_hash,
  };
}

/** Converts the figures of an order from the wire. */
export function toOrderTotals(wire: Schemas['OrderTotals']['orders'][number]): OrderTotals {
  return {
    id: idOf(wire.id),
    status: STATUSES[wire.status],
    customer: refTo(wire.customer_id),
    total: money(wire.total, wire.currency),
  };
}
