import { listTag, ownedTags } from '../../datasources/cache/tags.ts';
import { erp } from '../../datasources/erp/system.ts';
import { idOf } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import { subscriptionField, type ChangeTest } from '../subscription-field.ts';
import type { SubscriptionStockChangedArgs as Args } from '../generated/types.ts';
import { parseId, parseOptionalId } from '../global-id.ts';
import { anyOf } from '../input.ts';
import { allOf, mayMissEntity, ofEntity } from './filters.ts';
import { entityOf, eventFields } from './event-fields.ts';
import { availableOf } from '../../datasources/erp/totals.ts';

/** Changes to stock levels. */
export const stock = subscriptionField(
  {
    tagsOf: ({ filter }: Args) =>
      filter?.products?.flatMap((id) => ownedTags('Product', parseId('Product', id), 'StockLevel')) ?? [
        listTag('StockLevel'),
      ],
    filterOf: ({ filter }: Args) =>
      allOf(ofEntity('StockLevel'), ofProducts(filter?.products), atLocation(filter?.location)),
    mayMiss: mayMissEntity('StockLevel'),
    checkOf: ({ filter }: Args) => {
      const wanted = filter?.belowReorderPoint;
      if (wanted === null || wanted === undefined) return null;
      return async ({ id }, context) => (await isBelowReorderPoint(placeOf(id).product, context)) === wanted;
    },
  },
  (change) => ({ ...eventFields(change), stockLevel: entityOf(change) }),
);

/** Parses a stock level's id, which always names its product and location. */
function placeOf(id: string): { readonly product: string; readonly location: string } {
  const [product = '', location = ''] = id.split('-', 2);
  return { product, location };
}

function ofProducts(globalIds: readonly string[] | null | undefined): ChangeTest | null {
  const wanted: readonly string[] | null = anyOf('products', globalIds, (id) => parseId('Product', id));
  return wanted && (({ id }) => wanted.includes(placeOf(id).product));
}

function atLocation(globalId: string | null | undefined): ChangeTest | null {
  const wanted = parseOptionalId('Location', globalId);
  return wanted === null ? null : ({ id }) => placeOf(id).location === wanted;
}

/**
 * Whether fewer units of a product are available now, over all locations, than its reorder point. False for a product that the warehouse
 * does not plan.
 */
async function isBelowReorderPoint(productId: string, context: Context): Promise<boolean> {
  const { stock: levelsOf, items } = context.use(erp);
  const product = idOf<'Product'>(productId);
  const [levels, item] = await Promise.all([levelsOf.ofProduct(product), items.byId.load(product)]);
  if (!item) return false;
  return availableOf(levels) < item.reorderPoint;
}
