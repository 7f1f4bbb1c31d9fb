import type { Outcome } from '../../datasources/errors.ts';

/** API keys as operators see them. Times are milliseconds since 1970. Methods reject where keys cannot be reached. */
export interface KeyAdmin {
  /** The scopes that there are, by name. */
  readonly scopes: readonly string[];
  /** All, the oldest first. */
  readonly list: () => Promise<readonly SeenKey[]>;
  readonly find: (id: string) => Promise<SeenKey | null>;
  /** Makes one, once for each `idempotencyKey`. Its secret is null where it was there already; one that was made of other words is refused. */
  readonly create: (key: AskedKey & { readonly idempotencyKey: string }) => Promise<Outcome<KeyWithSecret>>;
  /** Gives it a fresh secret; the one before is good for `graceMs` more. */
  readonly rotate: (id: string, graceMs: number) => Promise<Outcome<KeyWithSecret>>;
  readonly revoke: (id: string) => Promise<Outcome<SeenKey>>;
}

/** What is asked for. */
export interface AskedKey {
  readonly name: string;
  readonly scopes: readonly string[];
  /** By the id of its own system. */
  readonly customer: string | null;
  readonly expiresAt: number | null;
}

/** A key without its secrets. */
export interface SeenKey extends AskedKey {
  readonly id: string;
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdAt: number;
  readonly revokedAt: number | null;
  /** When its current secret was made. */
  readonly rotatedAt: number | null;
  /** Until when the secret before the current one is good; null where it is not. */
  readonly formerUntil: number | null;
  /** When it was presented last, to the minute; null where it never was. */
  readonly lastUsedAt: number | null;
}

/** A key with the secret that its owner is told this once. */
export interface KeyWithSecret {
  readonly key: SeenKey;
  readonly secret: string | null;
}
