import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RefusedCredentials } from '../../server/identity/authenticator.ts';
import { JwtAuthenticator } from '../../server/identity/jwt/jwt.ts';
import { Issuer, newKey } from '../support/issuer.ts';
import { quiet } from '../support/source.ts';

let issuer: Issuer;
let gateway: JwtAuthenticator;
/** By how much the gateway's clock is ahead of the issuer's, in milliseconds. */
let aheadMs = 0;
beforeEach(async () => {
  aheadMs = 0;
  issuer = await Issuer.start();
  const { jwksUrl, issuer: name, audience } = issuer;
  const algorithms = ['ES256'];
  gateway = new JwtAuthenticator({
    settings: { jwksUrl, issuer: name, audience, algorithms, toleranceSeconds: 5, customerClaim: 'customer' },
    log: quiet,
    now: () => Date.now() + aheadMs,
  });
});
afterEach(async () => {
  vi.useRealTimers();
  gateway.close();
  await issuer[Symbol.asyncDispose]();
});

const judge = async (token: string) => gateway.identify({ authorization: `Bearer ${token}`, apiKey: null });
const isGood = async (token: string) => !((await judge(token)) instanceof RefusedCredentials);

test('a token accepted before is refused once its key is withdrawn, even if no other token comes', async () => {
  const before = issuer.keys;
  issuer.keys = [await newKey('gone'), ...before];
  const token = await issuer.token({ expiresIn: 20_000 });
  expect(await isGood(token)).toBe(true);
  issuer.keys = before;
  aheadMs = 301_000;
  await isGood(token);
  await expect.poll(() => isGood(token)).toBe(false);
});

test('withdrawing a key ends its tokens’ subscriptions within five minutes, without requests, and no others', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stays = issuer.keys;
  const gone = await newKey('gone');
  issuer.keys = [gone, ...stays];
  const [one, other] = await Promise.all([
    issuer.token({ expiresIn: 20_000 }),
    issuer.token({ expiresIn: 20_000, ...(stays[0] ? { key: stays[0] } : {}) }),
  ]);
  const [ending, lasting] = [await judge(one), await judge(other)];
  if (!ending || !lasting || !('revoked' in ending && 'revoked' in lasting)) throw new Error('refused');
  issuer.keys = [await newKey('new'), ...stays];
  const { requests } = issuer;
  aheadMs = 300_000;
  vi.advanceTimersByTime(300_000);
  await vi.waitFor(() => expect(ending.revoked?.aborted).toBe(true), { timeout: 10_000 });
  expect(issuer.requests).toBe(requests + 1);
  expect(lasting.revoked?.aborted).toBe(false);
  expect(await isGood(one)).toBe(false);
  expect(await isGood(other)).toBe(true);
});

test('when the keys are too old to be used, even tokens accepted before are refused', async () => {
  const token = await issuer.token({ expiresIn: 20_000 });
  expect(await isGood(token)).toBe(true);
  issuer.failsWith = 503;
  aheadMs = 3_601_000;
  expect(await judge(token)).toMatchObject({ reason: 'unavailable' });
});
