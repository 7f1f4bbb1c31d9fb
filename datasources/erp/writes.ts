import type { Outcome } from '../errors.ts';
import type { RestClient } from '../rest/client.ts';
import type { RefusalTable } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import { ROOT } from './lists.ts';

/** The writes of the ERP, as one request sends them, and the look at what one of them made. */
export class Writes {
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
  }

  /** Reads what an earlier write made; not checked yet. */
  async read(path: string): Promise<unknown> {
    return (await this.#client.get(ROOT + path, {}, this.#scope)).body;
  }

  /** Sends a write, whose answer is not checked yet. */
  send(
    method: 'POST' | 'DELETE',
    path: string,
    body: unknown,
    write: { readonly idempotencyKey: string; readonly refusals: RefusalTable },
  ): Promise<Outcome<unknown>> {
    return this.#client.write(method, ROOT + path, body, write, this.#scope);
  }
}
