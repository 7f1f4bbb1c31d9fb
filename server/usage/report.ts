import type { ClientUse, FieldUse, OperationUse, Use } from '../../resolvers/usage/admin.ts';
import type { Description } from './description.ts';
import type { Hit } from './store.ts';

interface Client {
  readonly name: string | null;
  readonly version: string | null;
  use: Use;
  readonly operations: Map<string, OperationUse>;
}

/** The most operations listed for all fields together, which bounds memory and answer; the requests of the rest count nevertheless. */
const MAX_LISTED = 10_000;
const NONE: Use = { requests: 0, lastSeen: 0 };

/** Adds up, day by day, which clients use certain fields. */
export class FieldUsageReport {
  readonly #fields: ReadonlyMap<string, Map<string, Client>>;
  #unknown = 0;
  #listed = 0;

  constructor(fields: readonly string[]) {
    this.#fields = new Map(fields.map((field) => [field, new Map<string, Client>()]));
  }

  /** Adds a day; `known` contains the descriptions of its operations, null for those whose description is lost. */
  add(hits: readonly Hit[], others: number, known: ReadonlyMap<string, Description | null>): void {
    this.#unknown += others;
    for (const hit of hits) {
      const description = known.get(hit.operation) ?? null;
      if (!description) this.#unknown += hit.requests;
      for (const field of description?.uses ?? []) {
        const clients = this.#fields.get(field);
        if (clients && description) this.#addTo(clients, hit, description);
      }
    }
  }

  /** The use of one of the fields. */
  of(field: string): Pick<FieldUse, 'clients' | 'unknownRequests'> {
    const clients = [...(this.#fields.get(field)?.values() ?? [])].map(
      ({ name, version, use, operations }): ClientUse => {
        return { name, version, ...use, operations: [...operations.values()].toSorted(byRequests) };
      },
    );
    return { clients: clients.toSorted(byRequests), unknownRequests: this.#unknown };
  }

  #addTo(clients: Map<string, Client>, hit: Hit, { name, hash }: Description): void {
    const key = JSON.stringify([hit.client, hit.version]);
    let client = clients.get(key);
    if (!client) {
      client = { name: hit.client, version: hit.version, use: NONE, operations: new Map() };
      clients.set(key, client);
    }
    client.use = sum(client.use, hit);
    // Variants with other deprecated inputs in their variables are the same operation.
    const id = JSON.stringify([hash, name]);
    const before = client.operations.get(id);
    if (!before && this.#listed >= MAX_LISTED) return;
    if (!before) this.#listed += 1;
    client.operations.set(id, { name, hash, ...sum(before ?? NONE, hit) });
  }
}

function sum(one: Use, other: Use): Use {
  return {
    requests: one.requests + other.requests,
    lastSeen: Math.max(one.lastSeen, other.lastSeen),
  };
}

function byRequests(one: Use, other: Use): number {
  return other.requests - one.requests;
}
