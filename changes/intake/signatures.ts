import { isUtf8 } from 'node:buffer';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Delivery } from './delivery.ts';

/** Seconds since 1970. The library would read `1700000000x` as a number, too. */
const TIMESTAMP = /^\d{1,12}$/;

/**
 * Tells what a system has signed from what anybody else has sent, as Standard Webhooks says: HMAC-SHA256 over id, time and the
 * very bytes of the body, compared in constant time, at most 5 minutes old and at most 5 minutes ahead. With two secrets both
 * are good, so that the sender can go over from one to the other.
 */
export class Signatures {
  readonly #webhooks: readonly Webhook[];

  /** `secrets` in the form `whsec_…`; throws what the library throws where one is not. */
  constructor(secrets: readonly string[]) {
    this.#webhooks = secrets.map((secret) => new Webhook(secret));
  }

  /** Why a delivery is none of the system's; null where it is. */
  faultOf({ id, timestamp, signature, body }: Delivery): string | null {
    const missing = missingIn({ id, timestamp, signature });
    if (missing !== null) return missing;
    if (!TIMESTAMP.test(timestamp ?? '')) {
      return 'webhook-timestamp must be a whole number of seconds since 1970.';
    }
    // The library signs text: bytes that are none would be compared by what stands in for them.
    if (!isUtf8(body)) return 'The body is not UTF-8, so nobody can have signed it as JSON.';
    const headers = {
      'webhook-id': id ?? '',
      'webhook-timestamp': timestamp ?? '',
      'webhook-signature': signature ?? '',
    };
    const faults = this.#webhooks.map((webhook) => faultBy(webhook, body, headers));
    return faults.includes(null) ? null : (faults[0] ?? 'Nobody may sign for this system.');
  }
}

/** What can be told before the body is there; null where nothing is missing. */
export function missingIn(delivery: Pick<Delivery, 'id' | 'timestamp' | 'signature'>): string | null {
  const missing = (['id', 'timestamp', 'signature'] as const).filter((name) => !delivery[name]);
  if (missing.length === 0) return null;
  const names = missing.map((name) => `webhook-${name}`).join(', ');
  return `Sign it as Standard Webhooks says: ${names} is missing.`;
}

function faultBy(webhook: Webhook, body: Buffer, headers: Record<string, string>): string | null {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return null;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return told(error.message);
    throw error;
  }
}

function told(reason: string): string {
  if (reason.includes('too old')) return 'webhook-timestamp is more than 5 minutes ago: sign each try anew.';
  if (reason.includes('too new')) return 'webhook-timestamp is more than 5 minutes ahead: set the clock.';
  return 'No signature in webhook-signature fits: sign "id.timestamp.body" with the secret that both sides know.';
}
