/** The scope of a shop's customer: what is hers, and nobody else's. Held only by who has a `customer`. */
export const SELF = 'customer:self';

/** Who asks, and what that allows. One for all requests with the same credentials; never changes. */
export interface Principal {
  /** Names the caller to operators and limits, such as `token:29485`, `client:billing` or `key:4bVmB2rHc0yq`; `open` and `anonymous` for who has no name. Never shown to others. */
  readonly name: string;
  /** Whether nobody has to say who he is here, and everybody may do everything. */
  readonly isOpen: boolean;
  /** Whether somebody has vouched for this caller. */
  readonly isAuthenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  /** The id, in the CRM, of the customer that this is; null for everybody else. */
  readonly customer: string | null;
  /** When the credentials run out, in milliseconds since the epoch; Infinity where they do not. */
  readonly expiresAt: number;
  /** Aborts when the credentials are taken back before that; null where nobody can. */
  readonly revoked: AbortSignal | null;
  /**
   * A short name of all that decides what this caller may see: who bears the same one sees the same. A part of every key under which
   * something is kept that not everybody may see.
   */
  readonly rights: string;
}
