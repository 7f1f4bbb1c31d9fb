/** Endpoints and deliveries cannot be reached right now. */
export class WebhooksUnavailableError extends Error {
  override readonly name = 'WebhooksUnavailableError';
  readonly code = 'WEBHOOKS_UNAVAILABLE';

  constructor(cause: unknown) {
    super('The state of webhooks cannot be reached now. Try again soon.', { cause });
  }
}
