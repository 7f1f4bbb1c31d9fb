import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Issuer, newKey, type IssuerKey } from '../support/issuer.ts';
import { figure } from '../support/slack.ts';
import { TokenJudge } from '../support/token-judge.ts';

let issuer: Issuer;
let rsa: IssuerKey;
beforeAll(async () => {
  issuer = await Issuer.start();
  rsa = await newKey('rsa', 'RS256');
  issuer.keys.push(rsa);
});
afterAll(() => issuer[Symbol.asyncDispose]());

let tokenJudge: TokenJudge;
beforeEach(() => {
  issuer.requests = 0;
  issuer.failsWith = null;
  tokenJudge = new TokenJudge(issuer);
});

const judge = (token: string) => tokenJudge.judge(token);
const isAccepted = (token: string) => tokenJudge.isAccepted(token);

describe('the issuer’s keys', () => {
  test('are fetched once for all concurrent first callers', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, n) => issuer.token({ claims: { sub: `${n}` } })),
    );
    expect(await Promise.all(tokens.map((token) => isAccepted(token)))).toEqual(tokens.map(() => true));
    expect(issuer.requests).toBe(1);
  });

  test('may be rotated: a new key is usable within 60 s without any notice', async () => {
    expect(await isAccepted(await issuer.token())).toBe(true);
    const before = issuer.keys;
    issuer.keys = [await newKey('second'), ...before];
    const token = await issuer.token();
    const waited = [];
    while (!(await isAccepted(token)) && waited.length < 60) {
      waited.push(1);
      tokenJudge.aheadMs += 1_000;
    }
    issuer.keys = before;
    figure('a rotated key is usable within 60 s', `${waited.length} s`);
    expect(waited.length).toBeLessThanOrEqual(30);
    expect(issuer.requests).toBe(2);
  });

  test('are fetched at most once in 30 s because of made-up key ids', async () => {
    await isAccepted(await issuer.token());
    tokenJudge.aheadMs = 31_000;
    const flood = async (count: number) => {
      for (let n = 0; n < count; n += 1)
        await isAccepted(await issuer.token({ header: { kid: `made-up-${n}` } }));
    };
    await flood(300);
    expect(issuer.requests).toBe(2);
    tokenJudge.aheadMs += 15_000;
    await flood(100);
    expect(issuer.requests).toBe(2);
    tokenJudge.aheadMs += 16_000;
    await flood(100);
    expect(issuer.requests).toBe(3);
  });

  test('are fetched ever less often while unavailable, and tokens are not called invalid meanwhile', async () => {
    issuer.failsWith = 500;
    const found = await judge(await issuer.token());
    expect(found).toMatchObject({ reason: 'unavailable' });
    for (let second = 0; second < 120; second += 1) {
      await judge(await issuer.token());
      tokenJudge.aheadMs += 1_000;
    }
    // 1, 2, 4, 8, 16 and then 30 seconds apart.
    expect(issuer.requests).toBeLessThanOrEqual(9);
    issuer.failsWith = null;
    tokenJudge.aheadMs += 30_000;
    expect(await isAccepted(await issuer.token())).toBe(true);
  });

  test('remain valid for an hour without the issuer, and withdrawn ones for five minutes', async () => {
    const gone = await newKey('gone');
    const before = issuer.keys;
    issuer.keys = [gone, ...before];
    const token = await issuer.token({ expiresIn: 10_000 });
    expect(await isAccepted(token)).toBe(true);
    issuer.failsWith = 503;
    tokenJudge.aheadMs = 3_000_000;
    await judge(await issuer.token({ expiresIn: 20_000 }));
    expect(await isAccepted(token)).toBe(true);
    issuer.failsWith = null;
    issuer.keys = before;
    tokenJudge.aheadMs += 301_000;
    // Stale keys are refreshed in the background, after which tokens accepted by the former keys are checked again.
    await isAccepted(await issuer.token({ expiresIn: 20_000, key: rsa }));
    await expect.poll(() => isAccepted(token)).toBe(false);
  });

  test('are fetched with the user name and the password in their URL', async () => {
    issuer.requires = `Basic ${btoa('isthmus:p@ss/word')}`;
    const jwksUrl = issuer.jwksUrl.replace('//', '//isthmus:p%40ss%2Fword@');
    const { issuer: name, audience } = issuer;
    const judge = new TokenJudge({ jwksUrl, issuer: name, audience });
    expect(await judge.isAccepted(await issuer.token())).toBe(true);
    expect(await isAccepted(await issuer.token())).toBe(false);
    issuer.requires = undefined;
  });

  test('are not fetched from the target of a redirect', async () => {
    issuer.failsWith = 302;
    expect(await judge(await issuer.token())).toMatchObject({ reason: 'unavailable' });
  });
});
