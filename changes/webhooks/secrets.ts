import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { FormerSecret, Secrets } from './endpoint.ts';

/** Within the 24 to 64 bytes that Standard Webhooks asks for. */
const SECRET_BYTES = 32;
/** How long a secret signs along after another has taken its place. */
const OVERLAP_MS = 24 * 3_600 * 1_000;
/** Each makes the header longer by some 50 bytes. */
const MOST_FORMER = 4;

/** A fresh secret, `whsec_…`. */
export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** A fresh secret in place of the current one, which signs along for a day; null where that has been done too often within the last day. */
export function rotated(secrets: Secrets, now: number): Secrets | null {
  const former = stillGood(secrets.former, now);
  if (former.length >= MOST_FORMER) return null;
  const last = { secret: secrets.current, until: now + OVERLAP_MS };
  return { current: newSecret(), former: [last, ...former] };
}

/** What of former secrets signs along at this time. */
function stillGood(former: readonly FormerSecret[], now: number): readonly FormerSecret[] {
  return former.filter(({ until }) => until > now);
}

/** The header fields of a signed message (Standard Webhooks): a signature for each secret, by the time `now`. */
export function signed(
  id: string,
  body: string,
  { current, former }: Secrets,
  now: number,
): Readonly<Record<string, string>> {
  const secrets = [current, ...stillGood(former, now).map(({ secret }) => secret)];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, new Date(now), body)).join(' '),
  };
}
