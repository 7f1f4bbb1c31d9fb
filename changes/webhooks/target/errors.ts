/** Nothing may be sent to where an address leads; the message says why, and never which machine of ours it is. */
export class TargetRefusedError extends Error {
  override readonly name = 'TargetRefusedError';
  readonly code = 'TARGET_REFUSED';

  constructor(host: string, range: string) {
    super(
      `"${host}" leads to an address that is not public (${range}). Give one that the internet can reach, or allow it by the setting WEBHOOKS_ALLOW_PRIVATE.`,
    );
  }
}
