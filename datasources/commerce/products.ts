import { idOf, type Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { money } from '../money.ts';
import type { RestClient } from '../rest/client.ts';
import type { Query } from '../rest/query.ts';
import type { RequestScope } from '../scope.ts';
import type { Span } from '../span.ts';
import { textOf } from '../text.ts';
import type { Product, ProductQuery, ProductSales, Review } from './model.ts';
import { amountOf, forKeys, optionalNumberOf } from './parameters.ts';
import { ShopList } from './shop-list.ts';
import { contract } from './wire/contract.ts';
import { toProduct, toProductSales, toReview } from './wire/product.ts';

const PATH = '/v2/products';
const SALES_PATH = `${PATH}/sales`;
const REVIEWS_PATH = '/v2/reviews';
const SORT_FIELDS = { ID: 'id', NAME: 'name', NUMBER: 'number', LIST_PRICE: 'list_price' } as const;

const checkSales = contract.check('ProductSales');
const checkReviews = contract.check('ReviewList');

type ByProduct<T> = ReadonlyMap<Id<'Product'>, T | Error>;

/** The products of the shop's catalogue. */
export class ProductSource {
  readonly byId: EntityLoader<'Product', Product>;
  readonly #products: ShopList<'Product', Product>;
  readonly #sales: BatchLoader<Id<'Product'>, Span, ProductSales>;
  readonly #reviews: BatchLoader<Id<'Product'>, null, readonly Review[]>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
    this.#products = new ShopList(client, scope, { path: PATH, rows: 'products', toRecord: toProduct });
    this.#sales = new BatchLoader((ids, span) => this.#readSales(ids, span), noSales);
    this.#reviews = new BatchLoader(
      (ids) => this.#readReviews(ids),
      () => [],
    );
    this.byId = this.#products.byId;
  }

  /** One page of the products that `query` describes. Throws InputError on a condition the shop cannot take. */
  async list(query: ProductQuery, page: PageRequest): Promise<Page<Product>> {
    return this.#products.page({ ...filterOf(query), sort: sortOf(query) }, page);
  }

  /** How many products `query` describes. */
  async count(query: ProductQuery): Promise<number> {
    return this.#products.count(filterOf(query));
  }

  /** One page of the products of a category and those below: one call for all categories that ask alike in one tick. */
  async ofCategory(category: Id<'Category'>, query: ProductQuery, page: PageRequest): Promise<Page<Product>> {
    return this.#products.pageOf(category, 'category_id', { ...filterOf(query), sort: sortOf(query) }, page);
  }

  /** How many products a category and those below have: one call for all categories that ask alike in one tick. */
  async ofCategoryCount(category: Id<'Category'>, query: ProductQuery): Promise<number> {
    return this.#products.countOf(category, 'category_id', filterOf(query));
  }

  /** What was sold of a product in a span of days; zero where nothing was. */
  salesOf(product: Id<'Product'>, span: Span): Promise<ProductSales> {
    return this.#sales.load(product, span);
  }

  /** What buyers wrote about a product, the oldest first. */
  reviewsOf(product: Id<'Product'>): Promise<readonly Review[]> {
    return this.#reviews.load(product, null);
  }

  async #readSales(ids: readonly Id<'Product'>[], { from, to }: Span): Promise<ByProduct<ProductSales>> {
    return forKeys(ids, async (some) => {
      const { body } = await this.#client.get(SALES_PATH, { product_ids: some, from, to }, this.#scope);
      const sales = checkSales(body, SALES_PATH).products;
      return new Map(sales.map((wire) => [idOf<'Product'>(wire.product_id), toProductSales(wire)]));
    });
  }

  async #readReviews(ids: readonly Id<'Product'>[]): Promise<ByProduct<readonly Review[]>> {
    return forKeys(ids, async (some) => {
      const { body } = await this.#client.get(REVIEWS_PATH, { product_ids: some }, this.#scope);
      const { reviews } = checkReviews(body, REVIEWS_PATH);
      const byProduct = Map.groupBy(reviews, (wire) => idOf<'Product'>(wire.product_id));
      return new Map([...byProduct].map(([id, own]) => [id, own.map(toReview)]));
    });
  }
}

function filterOf(query: ProductQuery): Query {
  return {
    q: textOf('search', query.search, 200),
    category_id: optionalNumberOf(query.category),
    color: textOf('color', query.color, 50),
    min_price: amountOf('minPrice', query.minPrice),
    max_price: amountOf('maxPrice', query.maxPrice),
    for_sale: query.forSale,
  };
}

function sortOf({ sort }: ProductQuery): string {
  return `${sort.descending ? '-' : ''}${SORT_FIELDS[sort.by]}`;
}

function noSales(): ProductSales {
  return { units: 0, revenue: money(0, 'USD'), orders: 0 };
}
