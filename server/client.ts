import { LRUCache } from 'lru-cache';

/**
 * The client program, as it identifies itself with `apollographql-client-name` and `apollographql-client-version`, which Apollo's clients
 * send by default. Any client can claim any name, so use this for statistics and never for protection. The same name and version yield the
 * same object, as long as it is among those seen recently.
 */
export interface Client {
  /** Null if the client does not send one. */
  readonly name: string | null;
  readonly version: string | null;
}

/** Where a client identifies itself: header fields, or the payload of `connection_init`, with names in lower case. */
export type ClientFields = Readonly<Record<string, unknown>>;

/** The names of these fields. */
export const CLIENT_FIELDS = ['apollographql-client-name', 'apollographql-client-version'] as const;

/** Allows program names, but nothing that could be personal data or break a line of the log. */
const NAME = /^[\w.@/:+-][\w .@/:+-]{0,62}$/;
const MAX_CLIENTS = 2_000;

/** A client that does not identify itself. */
export const UNNAMED: Client = Object.freeze({ name: null, version: null });

const known = new LRUCache<string, Client>({ max: MAX_CLIENTS });

/** The client that these fields identify. A value that is not a name of 1 to 63 plain characters counts as absent. */
export function clientOf(fields: ClientFields): Client {
  const name = fields['apollographql-client-name'];
  const version = fields['apollographql-client-version'];
  if (name === undefined && version === undefined) return UNNAMED;
  const key = `${String(name)}\n${String(version)}`;
  let client = known.get(key);
  if (!client) {
    client = Object.freeze({ name: validNameOf(name), version: validNameOf(version) });
    // Do not let oversized values fill the cache.
    if (key.length < 200) known.set(key, client);
  }
  return client;
}

function validNameOf(value: unknown): string | null {
  return typeof value === 'string' && NAME.test(value) ? value : null;
}
