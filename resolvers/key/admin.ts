import type { Outcome } from '../../datasources/errors.ts';

/** API keys as operators see them. Times are milliseconds since 1970. Methods reject if the keys cannot be reached. */
export interface KeyAdmin {
  /** The names of all scopes. */
  readonly scopes: readonly string[];
  /** All keys, oldest first. */
  readonly list: () => Promise<readonly KeyView[]>;
  readonly find: (id: string) => Promise<KeyView | null>;
  /**
   * Creates a key, once per `idempotencyKey`. The secret is null if the key already existed; a repetition with different arguments is
   * refused.
   */
  readonly create: (key: KeyConfig & { readonly idempotencyKey: string }) => Promise<Outcome<KeyWithSecret>>;
  /** Replaces its secret; the previous one stays valid for another `graceMs`. */
  readonly rotate: (id: string, graceMs: number) => Promise<Outcome<KeyWithSecret>>;
  readonly revoke: (id: string) => Promise<Outcome<KeyView>>;
}

/** The properties that an operator requests. */
export interface KeyConfig {
  readonly name: string;
  readonly scopes: readonly string[];
  /** The customer's id in the CRM. */
  readonly customer: string | null;
  readonly expiresAt: number | null;
}

/** A key without its secrets. */
export interface KeyView extends KeyConfig {
  readonly id: string;
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdAt: number;
  readonly revokedAt: number | null;
  /** When its current secret was created. */
  readonly rotatedAt: number | null;
  /** Until when the previous secret is valid; null if it is not. */
  readonly formerUntil: number | null;
  /** When it was last used, to the minute; null if it never was. */
  readonly lastUsedAt: number | null;
}

/** A key with its secret, which its owner is shown only this once. */
export interface KeyWithSecret {
  readonly key: KeyView;
  readonly secret: string | null;
}
