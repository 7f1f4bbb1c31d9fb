/** How a system is told who asks. */
export interface Credentials {
  /** The header fields that carry the identity. May have to fetch a token first. */
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /**
   * Called when the system refused the identity that these `headers` carried: true where asking again can
   * help, because there is, or can be had, another.
   */
  renew(headers: Readonly<Record<string, string>>): boolean;
}

/** Header fields that never change: nothing to renew. */
export function fixedCredentials(headers: Readonly<Record<string, string>>): Credentials {
  const ready = Promise.resolve(headers);
  return { headers: () => ready, renew: () => false };
}
