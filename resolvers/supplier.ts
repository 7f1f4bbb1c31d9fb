import type { PurchaseOrderQuery, SupplierQuery } from '../datasources/erp/model.ts';
import type { PurchaseOrderOwners } from '../datasources/erp/purchase-orders.ts';
import { erp } from '../datasources/erp/system.ts';
import type { Id } from '../datasources/ids.ts';
import { Connection, listConnection, pageOf, type PageArgs } from './connection.ts';
import type { Context } from './context.ts';
import { entity, type Domain } from './domain.ts';
import type { QueryPurchaseOrdersArgs, QuerySuppliersArgs } from './generated/types.ts';
import { parseId } from './global-id.ts';
import { sortOf, spanOf } from './input.ts';

const suppliers = entity((context) => context.use(erp).suppliers.byId);
const purchaseOrders = entity((context) => context.use(erp).purchaseOrders.byId);

/** Suppliers, their terms and purchase orders, from the ERP. */
export const supplier: Domain = {
  systems: [erp],
  entities: { Supplier: suppliers, PurchaseOrder: purchaseOrders },
  resolvers: {
    Query: {
      supplier: (_, { id }, context) => suppliers.load(parseId('Supplier', id), context),
      suppliers: (_, args, context) =>
        listConnection(context.use(erp).suppliers, supplierQueryOf(args), args, context),
      purchaseOrder: (_, { id }, context) => purchaseOrders.load(parseId('PurchaseOrder', id), context),
      purchaseOrders: (_, args, context) =>
        listConnection(context.use(erp).purchaseOrders, queryOf(args), args, context),
    },
    Supplier: {
      name: suppliers.field((s) => s.name),
      accountNumber: suppliers.field((s) => s.accountNumber),
      creditRating: suppliers.field((s) => s.creditRating),
      preferred: suppliers.field((s) => s.preferred),
      active: suppliers.field((s) => s.active),
      url: suppliers.field((s) => s.url),
      products: ({ id }, args, context) => {
        const { terms } = context.use(erp);
        const page = pageOf(args, context);
        return new Connection(
          () => terms.ofSupplier(id, page),
          () => terms.ofSupplierCount(id),
        );
      },
      purchaseOrders: ({ id }, args, context) => purchaseOrdersOf('supplier', id, context, args),
    },
    Product: {
      suppliers: ({ id }, args, context) => {
        const { terms } = context.use(erp);
        const page = pageOf(args, context);
        return new Connection(
          () => terms.ofProduct(id, page),
          () => terms.ofProductCount(id),
        );
      },
      purchaseOrders: ({ id }, args, context) => purchaseOrdersOf('product', id, context, args),
    },
    PurchaseOrder: {
      status: purchaseOrders.field((o) => o.status),
      supplier: purchaseOrders.field((o) => o.supplier),
      orderedOn: purchaseOrders.field((o) => o.orderedOn),
      shippedOn: purchaseOrders.field((o) => o.shippedOn),
      subtotal: purchaseOrders.field((o) => o.subtotal),
      tax: purchaseOrders.field((o) => o.tax),
      freight: purchaseOrders.field((o) => o.freight),
      total: purchaseOrders.field((o) => o.total),
      lines: purchaseOrders.field((o) => o.lines),
    },
  },
};

type OrderArgs = PageArgs & Pick<QueryPurchaseOrdersArgs, 'filter' | 'orderBy'>;

function purchaseOrdersOf<By extends keyof PurchaseOrderOwners>(
  by: By,
  owner: Id<PurchaseOrderOwners[By]>,
  context: Context,
  args: OrderArgs,
) {
  const source = context.use(erp).purchaseOrders;
  const [query, page] = [queryOf(args), pageOf(args, context)];
  return new Connection(
    () => source.groupedBy(by, owner, query, page),
    () => source.groupedCount(by, owner, query),
  );
}

function supplierQueryOf({ filter, orderBy }: Pick<QuerySuppliersArgs, 'filter' | 'orderBy'>): SupplierQuery {
  return {
    name: filter?.name ?? null,
    active: filter?.active ?? null,
    preferred: filter?.preferred ?? null,
    sort: sortOf(orderBy, { by: 'ID', descending: false }),
  };
}

function queryOf({ filter, orderBy }: OrderArgs): PurchaseOrderQuery {
  return {
    status: filter?.status ?? null,
    ordered: spanOf(filter?.ordered),
    sort: sortOf(orderBy, { by: 'ORDERED_ON', descending: true }),
  };
}
