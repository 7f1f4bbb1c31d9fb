import { idOf, type Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import { ContractError } from '../rest/errors/contract.ts';
import { inChunks } from '../rest/chunk.ts';
import { isOneOf } from '../rest/paging/odata.ts';
import { MAX_TOP, type Lists } from './lists.ts';
import type { OpenSupply } from './model.ts';
import { isNumber } from './wire/contract.ts';
import { toOpenSupply } from './wire/supply.ts';

const PATH = '/OpenSupply';
/** This list has larger pages than others, so that one call answers it. */
const MAX_LINES = 1_000;

type SupplyByProduct = Map<Id<'Product'>, OpenSupply[] | Error>;

/** What is still to come from suppliers. */
export class SupplySource {
  readonly #lists: Lists;
  readonly #open: BatchLoader<Id<'Product'>, null, readonly OpenSupply[]>;

  constructor(lists: Lists) {
    this.#lists = lists;
    this.#open = new BatchLoader(
      (products) => this.#read(products.filter(isNumber)),
      () => [],
    );
  }

  /** What is still to come of a product, by due day; all products asked for in one tick are one call. */
  openFor(product: Id<'Product'>): Promise<readonly OpenSupply[]> {
    return this.#open.load(product, null);
  }

  async #read(
    products: readonly Id<'Product'>[],
  ): Promise<ReadonlyMap<Id<'Product'>, readonly OpenSupply[] | Error>> {
    if (products.length === 0) return new Map();
    return inChunks(products, MAX_TOP, async (some) => {
      const found: SupplyByProduct = new Map();
      const rows = await this.#lists.rows(PATH, { $filter: isOneOf('ProductId', some) }, MAX_LINES);
      for (const row of rows) add(found, row);
      return found;
    });
  }
}

/** A line that breaks the contract harms its own product alone. */
function add(found: SupplyByProduct, row: unknown): void {
  try {
    const supply = toOpenSupply(row);
    const lines = found.get(supply.product.id) ?? [];
    if (!(lines instanceof Error)) found.set(supply.product.id, [...lines, supply]);
  } catch (error) {
    const id = (row as Record<string, unknown> | null)?.['ProductId'];
    if (!(error instanceof ContractError) || typeof id !== 'number') throw error;
    found.set(idOf(id), error);
  }
}
