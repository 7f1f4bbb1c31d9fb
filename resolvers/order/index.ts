import { commerce } from '../../datasources/commerce/system.ts';
import { entity, type Domain } from '../domain.ts';
import { parseId } from '../global-id.ts';
import { spanOf } from '../input.ts';
import { later } from '../../datasources/maybe-promise.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import { crm } from '../../datasources/crm/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import { orderCancel } from './cancel.ts';
import { orderPlace } from './place.ts';
import { allOrders, ordersOf } from './connection.ts';

const orders = entity(
  (context) => context.use(commerce).orders.byId,
  ({ customer }) => customer,
);

/**
 * Orders and what follows from them for customers, products and territories, from the shop; placing and cancelling them spans the systems.
 */
export const order: Domain = {
  systems: [commerce, crm, erp, accounting],
  entities: { Order: orders },
  resolvers: {
    Query: {
      order: (_, { id }, context) => orders.load(parseId('Order', id), context),
      orders: (_, args, context) => allOrders(args, context),
    },
    Mutation: { orderPlace, orderCancel },
    Order: {
      status: orders.field((o) => o.status),
      channel: orders.field((o) => o.channel),
      orderedOn: orders.field((o) => o.orderedOn),
      dueOn: orders.field((o) => o.dueOn),
      shippedOn: orders.field((o) => o.shippedOn),
      customer: orders.field((o) => o.customer),
      territory: orders.field((o) => o.territory),
      billingAddress: orders.field((o) => o.billingAddress),
      shippingAddress: orders.field((o) => o.shippingAddress),
      shipMethod: orders.field((o) => o.shipMethod),
      currency: orders.field((o) => o.currency),
      exchangeRate: orders.field((o) => o.exchangeRate),
      subtotal: orders.field((o) => o.subtotal),
      tax: orders.field((o) => o.tax),
      freight: orders.field((o) => o.freight),
      total: orders.field((o) => o.total),
      reasons: orders.field((o) => o.reasons),
      lines: orders.field((o) => o.lines),
      cancelReason: orders.field((o) => o.cancelReason),
      updatedAt: orders.field((o) => o.updatedAt),
    },
    Customer: {
      orders: ({ id }, args, context) => ordersOf('customer', id, args, context),
      lifetimeValue: ({ id }, _, context) =>
        later(context.use(commerce).orders.valueOf(id), (value) => value.lifetimeValue),
      orderCount: ({ id }, _, context) =>
        later(context.use(commerce).orders.valueOf(id), (value) => value.orderCount),
      firstOrderedOn: ({ id }, _, context) =>
        later(context.use(commerce).orders.valueOf(id), (value) => value.firstOrderedOn),
      lastOrderedOn: ({ id }, _, context) =>
        later(context.use(commerce).orders.valueOf(id), (value) => value.lastOrderedOn),
    },
    Product: {
      orders: ({ id }, args, context) => ordersOf('product', id, args, context),
      revenue: ({ id }, { period }, context) =>
        later(context.use(commerce).products.salesOf(id, spanOf(period)), (sales) => sales.revenue),
      unitsSold: ({ id }, { period }, context) =>
        later(context.use(commerce).products.salesOf(id, spanOf(period)), (sales) => sales.units),
    },
    Territory: {
      orders: ({ id }, args, context) => ordersOf('territory', id, args, context),
    },
  },
};
