/** How the gateway authenticates to a system. */
export interface Credentials {
  /**
   * Returns the header fields that carry the credentials. May have to fetch a token first; throws CredentialsError if that fails, and the
   * signal's reason if it aborts first.
   */
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /**
   * Called when the system rejects the credentials in these `headers`: returns true if a retry can help, because others exist or can be
   * fetched.
   */
  renew(headers: Readonly<Record<string, string>>): boolean;
}

/** Why there are no credentials: their issuer cannot be reached, refuses, or gives an unusable answer. */
export type CredentialsFault = 'unavailable' | 'refused' | 'invalid';

/** No credentials are available. `message` is for the log and contains no secret. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  readonly fault: CredentialsFault;

  constructor(fault: CredentialsFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** Credentials with constant header fields, which cannot be renewed. Throws a TypeError if a header field cannot carry a value. */
export function fixedCredentials(headers: Readonly<Record<string, string>>): Credentials {
  for (const [name, value] of Object.entries(headers)) {
    // Visible ASCII, spaces and tabs (RFC 9110, section 5.5): with anything else, every call would fail.
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw new TypeError(`the field "${name}" can hold plain ASCII only; look for a stray line break`);
    }
  }
  const ready = Promise.resolve(headers);
  return { headers: () => ready, renew: () => false };
}
