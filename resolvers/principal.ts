/** The scope of a shop customer: access to their own data only. Granted only to a principal that has a `customer`. */
export const SELF = 'customer:self';

/** The caller and their rights. One object for all requests with the same credentials; immutable. */
export interface Principal {
  /**
   * Identifies the caller to operators and limits, such as `token:29485`, `client:billing` or `key:4bVmB2rHc0yq`; `open` and `anonymous`
   * for callers without a name. Never shown to others.
   */
  readonly name: string;
  /** Whether the gateway requires no authentication, so that every caller may do everything. */
  readonly isOpen: boolean;
  /** Whether the caller has been authenticated. */
  readonly isAuthenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  /** The CRM id of the customer that the caller is; null for all other callers. */
  readonly customer: string | null;
  /** When the credentials expire, in milliseconds since the epoch; Infinity if they do not. */
  readonly expiresAt: number;
  /** Aborts if the credentials are revoked before that; null if they cannot be revoked. */
  readonly revoked: AbortSignal | null;
  /**
   * A short key for everything that decides what this caller may see: callers with equal rights see the same. It is part of every cache
   * key for data that not everyone may see.
   */
  readonly rights: string;
}
