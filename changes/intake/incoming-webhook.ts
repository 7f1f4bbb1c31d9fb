/** A webhook as received over HTTP: the identity it claims, and a body that has not been parsed yet. */
export interface IncomingWebhook {
  /** `webhook-id`, `webhook-timestamp` and `webhook-signature` (Standard Webhooks); null if absent. */
  readonly id: string | null;
  readonly timestamp: string | null;
  readonly signature: string | null;
  /** What the media type declares the body to be: one CloudEvent, a batch, or either. */
  readonly form: 'one' | 'batch' | 'either';
  /** The bytes as sent: signatures cover these, not the parsed content. */
  readonly body: Buffer;
}

/** The outcome of a webhook. */
export type Received =
  /** Its changes are in the log, added by it or by something before it. */
  | { readonly is: 'recorded' | 'known' }
  /** Some or all of its events are of types that the system is not known to send; the others are in the log. */
  | { readonly is: 'ignored'; readonly types: readonly string[] }
  /** It has no valid signature; nothing happened. */
  | { readonly is: 'forged'; readonly message: string }
  /** It is signed, but not a CloudEvent, or not one that the system's contract knows; nothing happened. */
  | { readonly is: 'broken'; readonly message: string }
  /** The log or the change feed could not be reached in time. The webhook is to be sent again. */
  | { readonly is: 'unavailable'; readonly retryAfterSeconds: number };
