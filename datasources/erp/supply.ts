import type { SystemCache } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import { ownedTags } from '../cache/tags.ts';
import { idOf, type Id } from '../ids.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { ContractError } from '../rest/errors/contract.ts';
import { inChunks } from '../rest/chunk.ts';
import { isOneOf } from '../rest/paging/odata.ts';
import type { RequestScope } from '../scope.ts';
import { isPossibleId } from './ids.ts';
import type { Lists } from './lists.ts';
import type { OpenSupply } from './model.ts';
import { toOpenSupply } from './wire/supply.ts';

const PATH = '/OpenSupply';
/** This list has larger pages than others, so that one call is enough. */
const MAX_LINES = 1_000;

type SupplyByProduct = Map<Id<'Product'>, OpenSupply[] | Error>;

/** The cached reads of outstanding supply, shared by all requests: all products requested at once share a call. */
export function supplyReads(lists: Lists, cache: SystemCache): SupplyReads {
  return cache.groups<Id<'Product'>, null, readonly OpenSupply[]>('open supply', {
    tags: (id) => ownedTags('Product', id, 'PurchaseOrder'),
    missing: [],
    read: async (products, _, call) => {
      const possible = products.filter(isPossibleId);
      if (possible.length === 0) return new Map();
      return inChunks(possible, lists.maxTop, async (some) => {
        const found: SupplyByProduct = new Map();
        const rows = await lists.rows(PATH, { $filter: isOneOf('ProductId', some) }, call, MAX_LINES);
        for (const row of rows) add(found, row);
        return found;
      });
    },
  });
}

type SupplyReads = CachedReads<Id<'Product'>, null, readonly OpenSupply[]>;

/** Outstanding deliveries from suppliers. */
export class SupplySource {
  readonly #reads: SupplyReads;
  readonly #scope: RequestScope;

  constructor(reads: SupplyReads, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
  }

  /** Returns the outstanding deliveries of a product, by due day. */
  openFor(product: Id<'Product'>): MaybePromise<readonly OpenSupply[]> {
    return this.#scope.reads.of(this.#reads).load(product, null);
  }
}

/** A line that breaks the contract fails its own product only. */
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
