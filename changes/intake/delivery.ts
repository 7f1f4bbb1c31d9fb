/** A webhook as it came over HTTP: whose it claims to be, and bytes that nobody has looked into yet. */
export interface Delivery {
  /** `webhook-id`, `webhook-timestamp` and `webhook-signature` (Standard Webhooks); null where one is missing. */
  readonly id: string | null;
  readonly timestamp: string | null;
  readonly signature: string | null;
  /** What its media type says is in the body: one CloudEvent, several, or either. */
  readonly form: 'one' | 'batch' | 'either';
  /** As sent; signatures are of these bytes, not of what they mean. */
  readonly body: Buffer;
}

/** What became of a webhook. */
export type Received =
  /** What it told is in the log, by this or by what told it before. */
  | { readonly is: 'recorded' | 'known' }
  /** Some of its events, or all, are of types that its system is not known to send; the others are in the log. */
  | { readonly is: 'ignored'; readonly types: readonly string[] }
  /** It is not signed by who may tell this; nothing happened. */
  | { readonly is: 'forged'; readonly message: string }
  /** It is signed, and no CloudEvent, or none that the system's contract knows; nothing happened. */
  | { readonly is: 'broken'; readonly message: string }
  /** The log, or the system's own record, could not be reached in time. It is to be sent again. */
  | { readonly is: 'unavailable'; readonly retryAfterSeconds: number };
