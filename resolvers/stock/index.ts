import { commerce } from '../../datasources/commerce/system.ts';
import type { StockLevelQuery } from '../../datasources/erp/model.ts';
import { erp } from '../../datasources/erp/system.ts';
import type { Id } from '../../datasources/ids.ts';
import { Connection, listConnection, pageOf, type PageArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import { belonging, entity, type Domain } from '../domain.ts';
import type { QueryStockLevelsArgs } from '../generated/types.ts';
import { parseId, parseOptionalId } from '../global-id.ts';
import { sortOf } from '../input.ts';
import { stockAdjust, stockTransfer } from './moves.ts';
import { withDryRun } from '../dry-run.ts';
import { availableOf, onHandOf } from '../../datasources/erp/totals.ts';
import { fulfilmentDryRun, orderFulfilment } from './order.ts';

const levels = entity((context) => context.use(erp).stock.byId);
const ofProduct = belonging((context) => context.use(erp).stock.perProduct);
const locations = entity((context) => context.use(erp).locations.byId);
const items = entity((context) => context.use(erp).items.byId);

/** Stock levels and locations, from the ERP, and what they mean for products and orders. */
export const stock: Domain = {
  systems: [erp, commerce],
  entities: { StockLevel: levels, Location: locations },
  resolvers: {
    Query: {
      stockLevel: (_, { id }, context) => levels.load(parseId('StockLevel', id), context),
      stockLevels: (_, args, context) => listConnection(context.use(erp).stock, queryOf(args), args, context),
      location: (_, { id }, context) => locations.load(parseId('Location', id), context),
      locations: (_, _args, context) => context.use(erp).locations.all(),
    },
    Mutation: {
      stockAdjust: (_, args, context) => stockAdjust(args, context),
      stockTransfer: (_, args, context) => stockTransfer(args, context),
    },
    StockLevel: {
      product: levels.field((s) => s.product),
      location: levels.field((s) => s.location),
      shelf: levels.field((s) => s.shelf),
      bin: levels.field((s) => s.bin),
      onHand: levels.field((s) => s.onHand),
      reserved: levels.field((s) => s.reserved),
      available: levels.field((s) => s.available),
    },
    Location: {
      name: locations.field((l) => l.name),
      costRate: locations.field((l) => l.costRate),
      availabilityHours: locations.field((l) => l.availabilityHours),
      stock: ({ id }, args, context) => levelsAt(id, context, args),
    },
    Product: {
      stock: ofProduct.field((all) => all),
      available: ofProduct.field(availableOf),
      onHand: ofProduct.field(onHandOf),
      safetyStock: items.field((i) => i.safetyStock),
      reorderPoint: items.field((i) => i.reorderPoint),
      standardCost: items.field((i) => i.standardCost),
      madeInHouse: items.field((i) => i.madeInHouse),
    },
    Order: {
      fulfilment: withDryRun(orderFulfilment, fulfilmentDryRun),
    },
  },
};

type LevelArgs = PageArgs & Pick<QueryStockLevelsArgs, 'filter' | 'orderBy'>;

function levelsAt(location: Id<'Location'>, context: Context, args: LevelArgs) {
  const source = context.use(erp).stock;
  const [query, page] = [queryOf(args), pageOf(args, context)];
  return new Connection(
    () => source.ofLocation(location, query, page),
    () => source.ofLocationCount(location, query),
  );
}

function queryOf({ filter, orderBy }: LevelArgs): StockLevelQuery {
  return {
    product: parseOptionalId('Product', filter?.product),
    location: parseOptionalId('Location', filter?.location),
    maxAvailable: filter?.maxAvailable ?? null,
    sort: sortOf(orderBy, { by: 'PRODUCT', descending: false }),
  };
}
