import type { Id } from '../ids.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { Groups } from './groups.ts';
import type { Lists } from './lists.ts';
import type { SupplyTerms } from './model.ts';
import { toSupplyTermsGroup } from './wire/supply.ts';

const PATH = '/SupplierItems';

/** Who sells what, and on which terms. All owners asked for in one tick are one call. */
export class TermsSource {
  readonly #perSupplier: Groups<'Supplier', SupplyTerms>;
  readonly #perProduct: Groups<'Product', SupplyTerms>;

  constructor(lists: Lists) {
    this.#perSupplier = new Groups<'Supplier', SupplyTerms>(lists, {
      path: PATH,
      by: 'SupplierId',
      toGroup: toSupplyTermsGroup,
    });
    this.#perProduct = new Groups<'Product', SupplyTerms>(lists, {
      path: PATH,
      by: 'ProductId',
      toGroup: toSupplyTermsGroup,
    });
  }

  /** One page of what a supplier sells, by product. */
  ofSupplier(supplier: Id<'Supplier'>, request: PageRequest): Promise<Page<SupplyTerms>> {
    return this.#perSupplier.page(supplier, {}, request);
  }

  /** How many products a supplier sells. */
  ofSupplierCount(supplier: Id<'Supplier'>): Promise<number> {
    return this.#perSupplier.count(supplier, {});
  }

  /** One page of those who sell a product, by supplier. */
  ofProduct(product: Id<'Product'>, request: PageRequest): Promise<Page<SupplyTerms>> {
    return this.#perProduct.page(product, {}, request);
  }

  /** How many suppliers sell a product. */
  ofProductCount(product: Id<'Product'>): Promise<number> {
    return this.#perProduct.count(product, {});
  }
}
