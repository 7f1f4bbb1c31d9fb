import type { Address, NewAddress } from '../../address.ts';
import { idOf, refTo } from '../../ids.ts';
import { money } from '../../money.ts';
import type { CustomerValue, NewOrder, Order, OrderLine } from '../model.ts';
import { numberOf } from '../parameters.ts';
import { isPossibleId } from '../ids.ts';
import { contract, type Schemas } from './contract.ts';

/** Maps order statuses on the wire to the graph's. */
export const STATUSES = { placed: 'PLACED', shipped: 'SHIPPED', cancelled: 'CANCELLED' } as const;

/** Maps order channels on the wire to the graph's. */
export const CHANNELS = { online: 'ONLINE', api: 'API', phone: 'PHONE' } as const;

const checkOrder = contract.check('Order');

/** Checks and converts an order from the wire. */
export function toOrder(payload: unknown): Order {
  const wire = checkOrder(payload, '/orders');
  const { currency } = wire;
  return {
    id: idOf(wire.id),
    status: STATUSES[wire.status],
    channel: CHANNELS[wire.channel],
    orderedOn: wire.ordered_on,
    dueOn: wire.due_on,
    shippedOn: wire.shipped_on,
    customer: refTo(wire.customer_id),
    territory: refTo(wire.territory_id),
    billingAddress: toAddress(wire.bill_to, 'BILLING'),
    shippingAddress: toAddress(wire.ship_to, 'SHIPPING'),
    shipMethod: wire.ship_method?.name ?? null,
    currency,
    exchangeRate: refTo(wire.exchange_rate_id),
    subtotal: money(wire.subtotal, currency),
    tax: money(wire.tax, currency),
    freight: money(wire.freight, currency),
    total: money(wire.total, currency),
    reasons: wire.reasons,
    lines: wire.lines.map((line) => toLine(line, currency)),
    cancelReason: wire.cancel_reason,
    updatedAt: wire.updated_at,
    reservation: wire.reservation,
  };
}

/** Converts the totals over a customer's orders from the wire. */
export function toCustomerValue(wire: Schemas['CustomerValues']['customers'][number]): CustomerValue {
  return {
    lifetimeValue: money(wire.total, wire.currency),
    orderCount: wire.order_count,
    firstOrderedOn: wire.first_ordered_on,
    lastOrderedOn: wire.last_ordered_on,
  };
}

/** Converts a new order to the shop's format. Throws InputError for an id that is impossible in the shop. */
export function fromNewOrder(order: NewOrder): Record<string, unknown> {
  return {
    customer_id: numberOf(order.customer),
    // The CRM's own territories may have ids that the shop cannot store.
    ...(order.territory !== null && isPossibleId(order.territory)
      ? { territory_id: Number(order.territory) }
      : {}),
    bill_to: fromAddress(order.billingAddress),
    ship_to: fromAddress(order.shippingAddress),
    lines: order.lines.map(({ product, quantity }) => ({ product_id: numberOf(product), quantity })),
    ...(order.reservation === null ? {} : { reservation: order.reservation }),
  };
}

function toLine(wire: Schemas['OrderLine'], currency: string): OrderLine {
  return {
    number: wire.line_number,
    product: refTo(wire.product_id),
    quantity: wire.quantity,
    unitPrice: money(wire.unit_price, currency),
    tax: money(wire.tax, currency),
    total: money(wire.total, currency),
  };
}

function toAddress(wire: Schemas['Address'], kind: Address['kind']): Address {
  const {
    line1,
    line2,
    city,
    state,
    state_code: stateCode,
    country_code: countryCode,
    postal_code: postalCode,
  } = wire;
  return { kind, line1, line2, city, state, stateCode, countryCode, postalCode };
}

function fromAddress({
  stateCode,
  countryCode,
  postalCode,
  ...address
}: NewAddress): Record<string, unknown> {
  return { ...address, state_code: stateCode, country_code: countryCode, postal_code: postalCode };
}
