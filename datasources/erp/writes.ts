import type { SystemCache } from '../cache/cache.ts';
import type { Change, Written } from '../cache/tags.ts';
import type { Outcome } from '../errors.ts';
import type { RestClient } from '../rest/client.ts';
import type { RefusalTable } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import { ROOT } from './lists.ts';
import type { StockLevel } from './model.ts';

/** The writes of the ERP, as one request sends them, and the look at what one of them made. */
export class Writes {
  readonly #client: RestClient;
  readonly #cache: SystemCache;
  readonly #scope: RequestScope;

  constructor(client: RestClient, cache: SystemCache, scope: RequestScope) {
    this.#client = client;
    this.#cache = cache;
    this.#scope = scope;
  }

  /** Reads what an earlier write made, as it is now; not checked yet. */
  async read(path: string): Promise<unknown> {
    return (await this.#client.get(ROOT + path, {}, this.#scope)).body;
  }

  /**
   * Sends a write, whose answer is not checked yet. `touched` says what it may have changed, given its answer; null where that
   * did not come or is a refusal.
   */
  send(
    method: 'POST' | 'DELETE',
    path: string,
    body: unknown,
    write: { readonly idempotencyKey: string; readonly refusals: RefusalTable },
    touched: (answer: unknown) => readonly (Change | Written)[],
  ): Promise<Outcome<unknown>> {
    const outcome = this.#client.write(method, ROOT + path, body, write, this.#scope);
    return this.#cache.writing(outcome, write.idempotencyKey, (written) =>
      touched(written?.ok ? written.value : null),
    );
  }
}

/** That stock of a product at a location changed. */
export function levelChange(product: string, location: string): Change {
  const owners = { Product: product, Location: location };
  return { entity: 'StockLevel', id: `${product}-${location}`, owners };
}

/** That these fields of a stock level certainly changed, which was there before. */
export function levelWritten(
  product: string,
  location: string,
  fields: readonly (keyof StockLevel)[],
): Written {
  const id = `${product}-${location}`;
  return { ...levelChange(product, location), id, kind: 'UPDATED', fields, occurredAt: null };
}

/**
 * That so many pieces were put where stock is now. Where it is no more than these, there may have been no such level before: then
 * nobody but the ERP knows what became of it.
 */
export function levelFilled({ product, location, onHand }: StockLevel, pieces: number): Change | Written {
  return onHand === pieces
    ? levelChange(product.id, location.id)
    : levelWritten(product.id, location.id, MOVED);
}

/** What a move changes. */
export const MOVED = ['onHand', 'available'] as const;

/** That stock changed, and it is not known of what and where. */
export const ANY_LEVEL: Change = { entity: 'StockLevel', id: null, owners: {} };
