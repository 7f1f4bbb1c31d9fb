import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { FormerSecret, Secrets } from './endpoint.ts';

/** Within the 24 to 64 bytes that Standard Webhooks requires. */
const SECRET_BYTES = 32;
/** How long a replaced secret keeps signing alongside the new one. */
const OVERLAP_MS = 24 * 3_600 * 1_000;
/** Each adds some 50 bytes to the header. */
const MAX_FORMER_SECRETS = 4;

/** Generates a secret, `whsec_…`. */
export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Replaces the current secret, which keeps signing for a day; null if that has been done too often within the last day. */
export function rotated(secrets: Secrets, now: number): Secrets | null {
  const former = stillGood(secrets.former, now);
  if (former.length >= MAX_FORMER_SECRETS) return null;
  const last = { secret: secrets.current, until: now + OVERLAP_MS };
  return { current: newSecret(), former: [last, ...former] };
}

/** The former secrets that are still valid at this time. */
function stillGood(former: readonly FormerSecret[], now: number): readonly FormerSecret[] {
  return former.filter(({ until }) => until > now);
}

/** The header fields of a signed message (Standard Webhooks), with one signature per secret, at time `now`. */
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
