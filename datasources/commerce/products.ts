import type { SystemCache } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import { listTag, ownedTags } from '../cache/tags.ts';
import { idOf, type Id, type Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { money } from '../money.ts';
import type { RestClient } from '../rest/client.ts';
import type { Query } from '../rest/query.ts';
import type { RequestScope } from '../scope.ts';
import type { Span } from '../span.ts';
import { checkedText } from '../text.ts';
import type { Product, ProductQuery, ProductSales, Review } from './model.ts';
import { amountOf, forKeys, optionalNumberOf, sortOf } from './parameters.ts';
import { ShopList } from './shop-list.ts';
import { contract } from './wire/contract.ts';
import { toProduct, toProductSales, toReview } from './wire/product.ts';

const PATH = '/v2/products';
const SALES_PATH = `${PATH}/sales`;
const REVIEWS_PATH = '/v2/reviews';
const CATEGORY = 'category_id';
const SORT_FIELDS = { ID: 'id', NAME: 'name', NUMBER: 'number', LIST_PRICE: 'list_price' } as const;

const checkSales = contract.check('ProductSales');
const checkReviews = contract.check('ReviewList');

/** The cached reads of the shop's catalogue, shared by all requests. */
export class ProductReads {
  readonly products: ShopList<'Product', Product>;
  readonly sales: CachedReads<Id<'Product'>, Span, ProductSales>;
  readonly reviews: CachedReads<Id<'Product'>, null, readonly Review[]>;

  constructor(client: RestClient, cache: SystemCache) {
    // A category's products include those of the categories below it, which no change names.
    const tags = [listTag('Product'), listTag('Category')];
    this.products = new ShopList<'Product', Product>(client, cache, {
      entity: 'Product',
      path: PATH,
      rows: 'products',
      toRecord: toProduct,
      tags,
      ownerTags: () => tags,
    });
    this.sales = cache.groups('product sales', {
      tags: () => [listTag('Order')],
      missing: noSales(),
      read: (ids, { from, to }, call) =>
        forKeys(client, ids, async (some) => {
          const { body } = await client.get(SALES_PATH, { product_ids: some, from, to }, call);
          const sales = checkSales(body, SALES_PATH).products;
          return new Map(sales.map((wire) => [idOf<'Product'>(wire.product_id), toProductSales(wire)]));
        }),
    });
    this.reviews = cache.groups<Id<'Product'>, null, readonly Review[]>('product reviews', {
      tags: (id) => ownedTags('Product', id, 'Review'),
      missing: [],
      read: (ids, _, call) =>
        forKeys(client, ids, async (some) => {
          const { body } = await client.get(REVIEWS_PATH, { product_ids: some }, call);
          const { reviews } = checkReviews(body, REVIEWS_PATH);
          const byProduct = Map.groupBy(reviews, (wire) => idOf<'Product'>(wire.product_id));
          return new Map([...byProduct].map(([id, own]) => [id, own.map(toReview)]));
        }),
    });
  }
}

/** The products of the shop's catalogue. */
export class ProductSource {
  readonly #reads: ProductReads;
  readonly #scope: RequestScope;

  constructor(reads: ProductReads, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'Product', Product> {
    return this.#scope.reads.entity(this.#reads.products.byId);
  }

  /** Returns one page of the products that match `query`. Throws InputError for a condition that the shop does not accept. */
  list(query: ProductQuery, page: PageRequest): MaybePromise<Page<Ref<'Product'>>> {
    const { products } = this.#reads;
    return this.#scope.reads.list(
      products.pages,
      products.checked({ parameters: parametersOf(query), page }),
    );
  }

  /** Counts the products that match `query`. */
  count(query: ProductQuery): MaybePromise<number> {
    return this.#scope.reads.list(this.#reads.products.counts, filterOf(query));
  }

  /** Returns one page of the products of a category and those below it; categories with the same arguments in one tick share a call. */
  ofCategory(
    category: Id<'Category'>,
    query: ProductQuery,
    page: PageRequest,
  ): MaybePromise<Page<Ref<'Product'>>> {
    const { products } = this.#reads;
    const args = products.checked({ by: CATEGORY, parameters: parametersOf(query), page });
    return this.#scope.reads.of(products.pagesOf).load(category, args);
  }

  /** Counts the products of a category and those below it; categories with the same arguments in one tick share a call. */
  ofCategoryCount(category: Id<'Category'>, query: ProductQuery): MaybePromise<number> {
    const args = { by: CATEGORY, parameters: filterOf(query) };
    return this.#scope.reads.of(this.#reads.products.countsOf).load(category, args);
  }

  /** Returns the sales of a product in a span of days; zero if there were none. */
  salesOf(product: Id<'Product'>, span: Span): MaybePromise<ProductSales> {
    return this.#scope.reads.of(this.#reads.sales).load(product, span);
  }

  /** Returns the reviews of a product, oldest first. */
  reviewsOf(product: Id<'Product'>): MaybePromise<readonly Review[]> {
    return this.#scope.reads.of(this.#reads.reviews).load(product, null);
  }
}

function parametersOf(query: ProductQuery): Query {
  return { ...filterOf(query), sort: sortOf(SORT_FIELDS, query.sort) };
}

function filterOf(query: ProductQuery): Query {
  return {
    q: checkedText('search', query.search, 200),
    category_id: optionalNumberOf(query.category),
    color: checkedText('color', query.color, 50),
    min_price: amountOf('minPrice', query.minPrice),
    max_price: amountOf('maxPrice', query.maxPrice),
    for_sale: query.forSale,
  };
}

function noSales(): ProductSales {
  return { units: 0, revenue: money(0, 'USD') };
}
