/** What is stored of a key. Times are milliseconds since 1970. */
export interface KeyRecord {
  /** What it is for, in the words of whoever made it. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** The customer whose own data it is for, by the id of the CRM; null for one that is nobody's. */
  readonly customer: string | null;
  readonly createdAt: number;
  /** Null for one that ends with its revocation only. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** The digests of what may be presented, the current one first; none where it is revoked. */
  readonly secrets: readonly KeySecret[];
}

/** One of the secrets by which a key is known. */
export interface KeySecret {
  /** `digestOf` it. */
  readonly digest: string;
  readonly createdAt: number;
  /** When it ends, as another has taken its place; null for the current one. */
  readonly until: number | null;
}

/** Whether a key may be used, and if not, why. */
export type KeyState = 'active' | 'expired' | 'revoked';

/** How a key stands at a time. */
export function stateOf({ revokedAt, expiresAt }: KeyRecord, now: number): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

/** What is stored, as it was written. */
export function recordIn(text: string): KeyRecord | null {
  try {
    return JSON.parse(text) as KeyRecord;
  } catch {
    return null;
  }
}
