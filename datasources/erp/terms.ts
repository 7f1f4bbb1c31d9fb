import type { SystemCache } from '../cache/system-cache.ts';
import type { Id } from '../ids.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { RequestScope } from '../scope.ts';
import { Groups } from './groups.ts';
import type { Lists } from './lists.ts';
import type { SupplyTerms } from './model.ts';
import { toSupplyTermsGroup } from './wire/supply.ts';

const PATH = '/SupplierItems';

type TermsGroups<Owner extends string> = Groups<Owner, SupplyTerms, SupplyTerms>;

/** The cached reads of supply terms, shared by all requests. */
export class TermsReads {
  readonly perSupplier: TermsGroups<'Supplier'>;
  readonly perProduct: TermsGroups<'Product'>;

  constructor(lists: Lists, cache: SystemCache) {
    const each = {
      path: PATH,
      entity: 'SupplyTerms',
      toGroup: toSupplyTermsGroup,
      toKept: (terms: SupplyTerms) => terms,
      expected: {},
      prime: () => undefined,
    };
    this.perSupplier = new Groups<'Supplier', SupplyTerms, SupplyTerms>(lists, cache, {
      ...each,
      owner: 'Supplier',
      by: 'SupplierId',
    });
    this.perProduct = new Groups<'Product', SupplyTerms, SupplyTerms>(lists, cache, {
      ...each,
      owner: 'Product',
      by: 'ProductId',
    });
  }
}

/** Which supplier sells which product, and on what terms. All owners requested at once share a call. */
export class TermsSource {
  readonly #reads: TermsReads;
  readonly #scope: RequestScope;

  constructor(reads: TermsReads, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
  }

  /** Returns one page of a supplier's terms, by product. Throws InputError for a bad cursor. */
  ofSupplier(supplier: Id<'Supplier'>, request: PageRequest): MaybePromise<Page<SupplyTerms>> {
    return this.#page(this.#reads.perSupplier, supplier, request);
  }

  /** Counts the products that a supplier sells. */
  ofSupplierCount(supplier: Id<'Supplier'>): MaybePromise<number> {
    return this.#scope.reads.of(this.#reads.perSupplier.counts).load(supplier, {});
  }

  /** Returns one page of the terms for a product, by supplier. Throws InputError for a bad cursor. */
  ofProduct(product: Id<'Product'>, request: PageRequest): MaybePromise<Page<SupplyTerms>> {
    return this.#page(this.#reads.perProduct, product, request);
  }

  /** Counts the suppliers of a product. */
  ofProductCount(product: Id<'Product'>): MaybePromise<number> {
    return this.#scope.reads.of(this.#reads.perProduct.counts).load(product, {});
  }

  #page<Owner extends string>(
    terms: TermsGroups<Owner>,
    owner: Id<Owner>,
    page: PageRequest,
  ): MaybePromise<Page<SupplyTerms>> {
    return this.#scope.reads.of(terms.pages).load(owner, terms.checked({ query: {}, page }, owner));
  }
}
