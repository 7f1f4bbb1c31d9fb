import type { ProductQuery } from '../datasources/commerce/model.ts';
import { commerce } from '../datasources/commerce/system.ts';
import type { Id, Ref } from '../datasources/ids.ts';
import { Connection, listConnection, pageOf, wholeList, type PageArgs } from './connection.ts';
import type { Context } from './context.ts';
import { entity, type Domain } from './domain.ts';
import type { QueryProductsArgs } from './generated/types.ts';
import { parseId, parseOptionalId } from './global-id.ts';
import { boundsOf, sortOf } from './input.ts';
import { later } from '../datasources/maybe-promise.ts';

const products = entity((context) => context.use(commerce).products.byId);
const categories = entity((context) => context.use(commerce).categories.byId);

/** Products and their categories, from the shop's catalogue. */
export const product: Domain = {
  systems: [commerce],
  entities: { Product: products, Category: categories },
  resolvers: {
    Query: {
      product: (_, { id }, context) => products.load(parseId('Product', id), context),
      products: (_, args, context) =>
        listConnection(context.use(commerce).products, queryOf(args), args, context),
      category: (_, { id }, context) => categories.load(parseId('Category', id), context),
      categories: (_, _args, context) =>
        later(context.use(commerce).categories.all(), (all) => all.filter(({ parent }) => parent === null)),
    },
    Product: {
      number: products.field((p) => p.number),
      name: products.field((p) => p.name),
      description: products.field((p) => p.description),
      model: products.field((p) => p.model),
      color: products.field((p) => p.color),
      size: products.field((p) => p.size),
      weight: products.field((p) => p.weight),
      listPrice: products.field((p) => p.listPrice),
      category: products.field((p) => p.category),
      sellStart: products.field((p) => p.sellStart),
      sellEnd: products.field((p) => p.sellEnd),
      updatedAt: products.field((p) => p.updatedAt),
      reviews: ({ id }, args, context) => {
        const source = context.use(commerce).products;
        return wholeList(`reviews of product ${id}`, () => source.reviewsOf(id), args, context);
      },
    },
    Category: {
      name: categories.field((c) => c.name),
      parent: categories.field((c) => c.parent),
      children: categories.field((c) => c.children),
      products: ({ id }, args, context) => productsOf(id, args, context),
    },
  },
};

type ListArgs = PageArgs & Pick<QueryProductsArgs, 'filter' | 'orderBy'>;

function productsOf(category: Id<'Category'>, args: ListArgs, context: Context): Connection<Ref<'Product'>> {
  const source = context.use(commerce).products;
  const [query, page] = [queryOf(args), pageOf(args, context)];
  return new Connection(
    () => source.ofCategory(category, query, page),
    () => source.ofCategoryCount(category, query),
  );
}

function queryOf({ filter, orderBy }: ListArgs): ProductQuery {
  const [minPrice, maxPrice] = boundsOf('Price', filter?.minPrice, filter?.maxPrice);
  return {
    search: filter?.search ?? null,
    category: parseOptionalId('Category', filter?.category),
    color: filter?.color ?? null,
    minPrice,
    maxPrice,
    forSale: filter?.forSale ?? null,
    sort: sortOf(orderBy, { by: 'ID', descending: false }),
  };
}
