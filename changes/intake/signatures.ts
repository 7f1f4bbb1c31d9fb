import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { IncomingWebhook } from './incoming-webhook.ts';

/** Seconds since 1970. The library would accept `1700000000x` as a number, too. */
const TIMESTAMP = /^\d{1,12}$/;
const SCHEME = 'v1,';
const NO_MATCH =
  'No signature in webhook-signature fits: sign "id.timestamp.body" with the secret that both sides know.';

/** One secret, for the library and as a key object: created once, because creating one takes four times as long as using it. */
interface Signer {
  readonly webhook: Webhook;
  readonly key: KeyObject;
}

/**
 * Verifies that a system signed a webhook, according to Standard Webhooks: HMAC-SHA256 over id, timestamp and the exact bytes of the body,
 * compared in constant time, at most 5 minutes old and at most 5 minutes ahead. With two secrets either is accepted, so that the sender can
 * rotate them.
 */
export class Signatures {
  readonly #signers: readonly Signer[];

  /** `secrets` have the form `whsec_…`; throws what the library throws if one does not. */
  constructor(secrets: readonly string[]) {
    this.#signers = secrets.map((secret) => ({
      webhook: new Webhook(secret),
      key: createSecretKey(secret.replace(/^whsec_/, ''), 'base64'),
    }));
  }

  /** Why a webhook is not authentic; null if it is. */
  faultOf(webhook: IncomingWebhook): string | null {
    const missing = missingIn(webhook);
    if (missing !== null) return missing;
    if (!TIMESTAMP.test(webhook.timestamp ?? '')) {
      return 'webhook-timestamp must be a whole number of seconds since 1970.';
    }
    // Anyone may send a mebibyte, and the library's JavaScript HMAC would take a hundred times as long: it only checks what already
    // matches.
    const signer = this.#signers.find(({ key }) => isSignedWith(key, webhook));
    return signer ? faultBy(signer.webhook, webhook) : NO_MATCH;
  }
}

/** What can be checked before the body has arrived; null if nothing is missing. */
export function missingIn(webhook: Pick<IncomingWebhook, 'id' | 'timestamp' | 'signature'>): string | null {
  const missing = (['id', 'timestamp', 'signature'] as const).filter((name) => !webhook[name]);
  if (missing.length === 0) return null;
  const names = missing.map((name) => `webhook-${name}`).join(', ');
  return `Sign it as Standard Webhooks says: ${names} is missing.`;
}

function isSignedWith(key: KeyObject, { id, timestamp, signature, body }: IncomingWebhook): boolean {
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return (signature ?? '').split(' ').some((given) => {
    if (!given.startsWith(SCHEME)) return false;
    const bytes = Buffer.from(given.slice(SCHEME.length), 'base64');
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}

function faultBy(webhook: Webhook, { id, timestamp, signature, body }: IncomingWebhook): string | null {
  const headers = {
    'webhook-id': id ?? '',
    'webhook-timestamp': timestamp ?? '',
    'webhook-signature': signature ?? '',
  };
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return null;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return explain(error.message);
    throw error;
  }
}

function explain(reason: string): string {
  if (reason.includes('too old')) return 'webhook-timestamp is more than 5 minutes ago: sign each try anew.';
  if (reason.includes('too new')) return 'webhook-timestamp is more than 5 minutes ahead: set the clock.';
  return NO_MATCH;
}
