import { LRUCache } from 'lru-cache';

/**
 * The program that asks, as it names itself: `apollographql-client-name` and `apollographql-client-version`, which Apollo's clients send
 * by themselves. Anybody can claim any name: it is good for statistics, and for nothing that protects. The same object for the same
 * name and version, as long as it is among those seen lately.
 */
export interface Client {
  /** Null where it does not say. */
  readonly name: string | null;
  readonly version: string | null;
}

/** Where a client names itself: header fields, or the payload of `connection_init`, by names in lower case. */
export type ClientFields = Readonly<Record<string, unknown>>;

/** The names of these fields. */
export const CLIENT_FIELDS = ['apollographql-client-name', 'apollographql-client-version'] as const;

/** Names of programs, and nothing that could be a person's data or break a line of the log. */
const NAME = /^[\w.@/:+-][\w .@/:+-]{0,62}$/;
const MANY = 2_000;

/** Who does not say what it is. */
export const UNNAMED: Client = Object.freeze({ name: null, version: null });

const known = new LRUCache<string, Client>({ max: MANY });

/** The client that these fields name. What is no name of 1 to 63 plain characters counts as none. */
export function clientOf(fields: ClientFields): Client {
  const name = fields['apollographql-client-name'];
  const version = fields['apollographql-client-version'];
  if (name === undefined && version === undefined) return UNNAMED;
  const key = `${String(name)}\n${String(version)}`;
  let client = known.get(key);
  if (!client) {
    client = Object.freeze({ name: plain(name), version: plain(version) });
    // A long one would be kept for its length alone.
    if (key.length < 200) known.set(key, client);
  }
  return client;
}

function plain(value: unknown): string | null {
  return typeof value === 'string' && NAME.test(value) ? value : null;
}
