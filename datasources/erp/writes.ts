import type { SystemCache } from '../cache/system-cache.ts';
import type { Change, Written } from '../changes.ts';
import type { Outcome } from '../errors.ts';
import type { RestClient } from '../rest/client.ts';
import type { RefusalTable } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import { ROOT } from './lists.ts';
import type { StockLevel } from './model.ts';

/** Sends one request's writes to the ERP, and reads what one of them created. */
export class Writes {
  readonly #client: RestClient;
  readonly #cache: SystemCache;
  readonly #scope: RequestScope;

  constructor(client: RestClient, cache: SystemCache, scope: RequestScope) {
    this.#client = client;
    this.#cache = cache;
    this.#scope = scope;
  }

  /** Reads the current state of what an earlier write created, unchecked. */
  async read(path: string): Promise<unknown> {
    return (await this.#client.get(ROOT + path, {}, this.#scope)).body;
  }

  /**
   * Sends a write and returns its answer, unchecked. `touched` returns what it may have changed, given its answer; null if there is none or
   * it is a refusal.
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

/** The change of a product's stock at a location. */
export function levelChange(product: string, location: string): Change {
  const owners = { Product: product, Location: location };
  return { entity: 'StockLevel', id: `${product}-${location}`, owners };
}

/** The certain change of these fields of a stock level that existed before. */
export function levelWritten(
  product: string,
  location: string,
  fields: readonly (keyof StockLevel)[],
): Written {
  const id = `${product}-${location}`;
  return { ...levelChange(product, location), id, kind: 'UPDATED', fields, occurredAt: null };
}

/**
 * The change of a stock level to which pieces were added. If it now has exactly these pieces, it may not have existed before: then only the
 * ERP knows whether it was created.
 */
export function levelFilled({ product, location, onHand }: StockLevel, pieces: number): Change | Written {
  return onHand === pieces
    ? levelChange(product.id, location.id)
    : levelWritten(product.id, location.id, MOVED);
}

/** The fields that a move changes. */
export const MOVED = ['onHand', 'available'] as const;

/** The change of unknown stock, at an unknown location. */
export const ANY_LEVEL: Change = { entity: 'StockLevel', id: null, owners: {} };
