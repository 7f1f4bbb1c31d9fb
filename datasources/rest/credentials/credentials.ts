/** How a system is told who asks. */
export interface Credentials {
  /**
   * The header fields that carry the identity. May have to fetch a token first; throws CredentialsError where none
   * can be had, and the signal's reason where that aborts first.
   */
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /**
   * Called when the system refused the identity that these `headers` carried: true where asking again can
   * help, because there is, or can be had, another.
   */
  renew(headers: Readonly<Record<string, string>>): boolean;
}

/** Why no identity could be had: whoever gives it cannot be reached, refuses, or answers nonsense. */
export type CredentialsFault = 'unavailable' | 'refused' | 'nonsense';

/** No identity could be had. `message` is for the log and holds no secret. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  readonly fault: CredentialsFault;

  constructor(fault: CredentialsFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** Header fields that never change: nothing to renew. Throws a TypeError where no header can carry one. */
export function fixedCredentials(headers: Readonly<Record<string, string>>): Credentials {
  for (const [name, value] of Object.entries(headers)) {
    // Visible ASCII, blanks and tabs (RFC 9110, section 5.5): past these, every single call would fail.
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw new TypeError(`the field "${name}" can hold plain ASCII only; look for a stray line break`);
    }
  }
  const ready = Promise.resolve(headers);
  return { headers: () => ready, renew: () => false };
}
