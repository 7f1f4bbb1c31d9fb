import { listTag, ownedTags } from '../../datasources/cache/tags.ts';
import { erp } from '../../datasources/erp/system.ts';
import { idOf } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import { feed, type LoggedChange } from '../feed.ts';
import type { SubscriptionStockChangedArgs as Args } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { allOf, ofEntity, ofOwner, ofOwners } from './filters.ts';
import { entityOf, toldOf } from './told.ts';

/** Changes of stock. */
export const stock = feed(
  {
    tagsOf: ({ filter }: Args) =>
      filter?.products?.flatMap((id) => ownedTags('Product', parseId('Product', id), 'StockLevel')) ?? [
        listTag('StockLevel'),
      ],
    filterOf: ({ filter }: Args) =>
      allOf(
        ofEntity('StockLevel'),
        ofOwners('Product', filter?.products),
        ofOwner('Location', filter?.location),
      ),
    checkOf: ({ filter }: Args) => {
      const wanted = filter?.belowReorderPoint;
      if (wanted === null || wanted === undefined) return null;
      return async (change, context) => (await isBelowReorderPoint(change, context)) === wanted;
    },
  },
  (change) => ({ ...toldOf(change), stockLevel: entityOf(change) }),
);

/**
 * Whether fewer pieces of the product whose stock changed are available now, over all locations, than its reorder point. False for a
 * product that the warehouse does not plan.
 */
async function isBelowReorderPoint({ owners, id }: LoggedChange, context: Context): Promise<boolean> {
  const { stock: levelsOf, items } = context.use(erp);
  const [named] = [owners['Product'] ?? id.split('-', 1)].flat();
  const product = idOf<'Product'>(named ?? '');
  const [levels, item] = await Promise.all([levelsOf.ofProduct(product), items.byId.load(product)]);
  if (!item) return false;
  return levels.reduce((sum, { available }) => sum + available, 0) < item.reorderPoint;
}
