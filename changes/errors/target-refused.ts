/** The target's address must not be sent to; the message says why, but never which internal machine it is. */
export class TargetRefusedError extends Error {
  override readonly name = 'TargetRefusedError';
  readonly code = 'TARGET_REFUSED';

  constructor(host: string, range: string) {
    super(
      `"${host}" leads to an address that is not public (${range}). Give one that the internet can reach, or allow it by the setting WEBHOOKS_ALLOW_PRIVATE.`,
    );
  }
}
