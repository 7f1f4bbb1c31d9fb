import { parseJson } from '../../datasources/parse-json.ts';

/** The stored form of a key. Times are milliseconds since 1970. */
export interface KeyRecord {
  /** What the key is for, in the words of its creator. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** The customer whose own data the key gives access to, by CRM id; null if it is not a customer's key. */
  readonly customer: string | null;
  readonly createdAt: number;
  /** Null for a key that only ends by revocation. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** The digests of the secrets that may be presented, the current one first; none if the key is revoked. */
  readonly secrets: readonly KeySecret[];
}

/** One of the secrets of a key. */
export interface KeySecret {
  /** `digestOf` the secret. */
  readonly digest: string;
  readonly createdAt: number;
  /** When it ends, because another has replaced it; null for the current one. */
  readonly until: number | null;
}

/** Whether a key may be used, and if not, why. */
export type KeyState = 'active' | 'expired' | 'revoked';

/** The state of a key at a given time. */
export function keyStateOf({ revokedAt, expiresAt }: KeyRecord, now: number): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

/** Parses the stored form of a key; null if it cannot be read. */
export function recordIn(text: string): KeyRecord | null {
  return parseJson(text) as KeyRecord | null;
}
