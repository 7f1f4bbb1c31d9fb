import { createHmac, createSign, createVerify, generateKeyPairSync, KeyObject } from 'node:crypto';
import { CompactEncrypt, exportSPKI, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '../../resolvers/principal.ts';
import { RefusedCredentials } from '../../server/identity/authenticator.ts';
import { credentialsOf } from '../../server/identity/identity.ts';
import { Issuer, newKey, type IssuerKey } from '../support/issuer.ts';
import { figure } from '../support/slack.ts';
import { bearer, TokenJudge } from '../support/token-judge.ts';

let issuer: Issuer;
let other: IssuerKey;
let rsa: IssuerKey;
/** Published, but for an algorithm that the gateway does not allow. */
let pss: IssuerKey;
beforeAll(async () => {
  issuer = await Issuer.start();
  other = await newKey('first');
  rsa = await newKey('rsa', 'RS256');
  pss = await newKey('pss', 'PS256');
  issuer.keys.push(rsa, pss);
  // Keys of an unacceptable size or curve: unless the gateway checked these, tokens signed with them would be accepted.
  issuer.others.push(
    { ...small.publicKey.export({ format: 'jwk' }), kid: 'small', alg: 'RS256', use: 'sig' },
    { ...otherCurve.publicKey.export({ format: 'jwk' }), kid: 'curve', use: 'sig' },
    {
      ...otherCurve.publicKey.export({ format: 'jwk' }),
      kid: 'curve, called another',
      alg: 'ES256',
      use: 'sig',
    },
  );
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

const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

function claims(more: object = {}): object {
  const now = Math.floor(Date.now() / 1_000);
  return { iss: issuer.issuer, aud: issuer.audience, sub: 'me', exp: now + 600, scope: 'admin', ...more };
}

/** Signs anything, as a library without any checks would. */
function signed(header: unknown, payload: unknown, key: KeyObject, dsa = false): string {
  const input = `${encode(header)}.${encode(payload)}`;
  const options = dsa ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
  return `${input}.${createSign('sha256').update(input).sign(options).toString('base64url')}`;
}

/** The private key, for `node:crypto`. */
function keyOf({ privateKey }: IssuerKey): KeyObject {
  return KeyObject.from(privateKey);
}

const at = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

const evil = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const evilJwk = evil.publicKey.export({ format: 'jwk' });
const small = generateKeyPairSync('rsa', { modulusLength: 1_024 });
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' });

const BY_CURVE = { alg: 'ES256', kid: 'curve' };
const BY_SMALL = { alg: 'RS256', kid: 'small' };

/** The key that the issuer signs with, for `node:crypto`. */
function firstKey(): KeyObject {
  const [first] = issuer.keys;
  if (!first) throw new Error('There is no key to sign with.');
  return keyOf(first);
}

/** Tokens that are valid in all but one respect. */
const BAD: Readonly<Record<string, () => string | Promise<string>>> = {
  'no algorithm': () => new UnsecuredJWT({ ...claims() }).encode(),
  'no algorithm, in mixed case': () => `${encode({ alg: 'nOnE' })}.${encode(claims())}.`,
  'no algorithm, but a signature': () => `${encode({ alg: 'none' })}.${encode(claims())}.AAAA`,
  'a missing signature': async () => (await issuer.token()).replace(/[^.]*$/, ''),
  'a truncated signature': async () => (await issuer.token()).slice(0, -4),
  'a signature of other claims': async () => {
    const [head = '', , signature = ''] = (await issuer.token()).split('.');
    return `${head}.${encode(claims())}.${signature}`;
  },
  'the public key as the secret of an HMAC (PEM)': async () => {
    const input = `${encode({ alg: 'HS256', kid: 'rsa' })}.${encode(claims())}`;
    return `${input}.${createHmac('sha256', await exportSPKI(rsa.publicKey))
      .update(input)
      .digest('base64url')}`;
  },
  'the public key as the secret of an HMAC (JWK)': () => {
    const input = `${encode({ alg: 'HS256', kid: 'rsa' })}.${encode(claims())}`;
    return `${input}.${createHmac('sha256', JSON.stringify(rsa.jwk)).update(input).digest('base64url')}`;
  },
  'an HMAC with an empty secret': () => {
    const input = `${encode({ alg: 'HS256' })}.${encode(claims())}`;
    return `${input}.${createHmac('sha256', '').update(input).digest('base64url')}`;
  },
  'an algorithm that is not allowed': () => issuer.token({ key: pss }),
  'an algorithm for another type of key (ES256 by RSA)': () =>
    signed({ alg: 'ES256', kid: 'rsa' }, claims(), keyOf(rsa)),
  'an algorithm for another type of key (RS256 by EC)': () =>
    signed({ alg: 'RS256', kid: 'first' }, claims(), firstKey()),
  'an algorithm for another type of key, signed by an attacker': () =>
    signed({ alg: 'ES256', kid: 'rsa' }, claims(), evil.privateKey, true),
  'an unpublished key': () => issuer.token({ key: other }),
  'an unpublished key id': () => issuer.token({ header: { kid: 'nobody' } }),
  'a key id that is a path': () =>
    signed({ alg: 'ES256', kid: '../../dev/null' }, claims(), evil.privateKey, true),
  'a key id that is SQL': () =>
    signed({ alg: 'ES256', kid: "x' UNION SELECT 'k" }, claims(), evil.privateKey, true),
  'a key id that is not a string': () =>
    signed({ alg: 'ES256', kid: ['first'] }, claims(), evil.privateKey, true),
  'a key id of __proto__': () => signed({ alg: 'ES256', kid: '__proto__' }, claims(), evil.privateKey, true),
  'an embedded key (jwk)': () => signed({ alg: 'ES256', jwk: evilJwk }, claims(), evil.privateKey, true),
  'an embedded key under a valid id': () =>
    signed(
      { alg: 'ES256', kid: 'first', jwk: { ...evilJwk, kid: 'first' } },
      claims(),
      evil.privateKey,
      true,
    ),
  'the address of a key set (jku)': () =>
    signed(
      { alg: 'ES256', kid: 'first', jku: 'https://evil.example/jwks.json' },
      claims(),
      evil.privateKey,
      true,
    ),
  'the address of a certificate (x5u)': () =>
    signed({ alg: 'ES256', x5u: 'https://evil.example/cert.pem' }, claims(), evil.privateKey, true),
  'an embedded certificate (x5c)': () =>
    signed({ alg: 'ES256', x5c: ['MIIB'] }, claims(), evil.privateKey, true),
  'a curve that does not match the algorithm': () => signed(BY_CURVE, claims(), otherCurve.privateKey, true),
  'a curve that does not match the algorithm, in a key published for that algorithm': () =>
    signed({ alg: 'ES256', kid: 'curve, called another' }, claims(), otherCurve.privateKey, true),
  'a curve that does not match the algorithm, under the id of a valid key': () =>
    signed({ alg: 'ES256', kid: 'first' }, claims(), otherCurve.privateKey, true),
  'a key that is too small': () => signed(BY_SMALL, claims(), small.privateKey),
  'a signature of zeros (CVE-2022-21449)': () =>
    `${encode({ alg: 'ES256', kid: 'first' })}.${encode(claims())}.${Buffer.alloc(64).toString('base64url')}`,
  'an unknown critical extension (crit)': () =>
    signed({ alg: 'RS256', kid: 'rsa', crit: ['exp2'], exp2: 1 }, claims(), keyOf(rsa)),
  'a critical extension that is missing': () =>
    signed({ alg: 'RS256', kid: 'rsa', crit: ['b64'] }, claims(), keyOf(rsa)),
  'unencoded claims (b64)': () =>
    signed({ alg: 'RS256', kid: 'rsa', b64: false, crit: ['b64'] }, claims(), keyOf(rsa)),
  'another issuer': () => issuer.token({ claims: { iss: 'https://evil.example' } }),
  'an issuer that has the right one as a prefix': () =>
    issuer.token({ claims: { iss: `${issuer.issuer}.evil.example` } }),
  'no issuer': () => signed({ alg: 'RS256', kid: 'rsa' }, claims({ iss: undefined }), keyOf(rsa)),
  'another audience': () => issuer.token({ claims: { aud: 'somebody-else' } }),
  'other audiences': () => issuer.token({ claims: { aud: ['a', 'b'] } }),
  'no audience': () => signed({ alg: 'RS256', kid: 'rsa' }, claims({ aud: undefined }), keyOf(rsa)),
  'an expiry in the past': () => issuer.token({ expiresIn: -6 }),
  'no expiry': () => signed({ alg: 'RS256', kid: 'rsa' }, claims({ exp: undefined }), keyOf(rsa)),
  'an expiry that is not a number': () =>
    signed({ alg: 'RS256', kid: 'rsa' }, { ...claims(), exp: '9999999999' }, keyOf(rsa)),
  'a start in the future (nbf)': () => issuer.token({ claims: { nbf: at(60) } }),
  'another type (logout)': () => issuer.token({ header: { typ: 'logout+jwt' } }),
  'another type (DPoP proof)': () => issuer.token({ header: { typ: 'dpop+jwt' } }),
  'no subject': () => signed({ alg: 'RS256', kid: 'rsa' }, claims({ sub: undefined }), keyOf(rsa)),
  'customer:self but no customer': () => issuer.token({ scope: 'customer:self' }),
  'a customer that is the id of an order': () =>
    issuer.token({ scope: 'customer:self', claims: { customer: 'order:1' } }),
  'several customers': () => issuer.token({ scope: 'customer:self', claims: { customer: ['1', '2'] } }),
  'a customer id that is a path': () =>
    issuer.token({ scope: 'customer:self', claims: { customer: '1/../2' } }),
  'an algorithm given twice': () => {
    const input = `${encode('{"alg":"RS256","kid":"rsa","alg":"none"}')}.${encode(claims())}`;
    return `${input}.${createSign('sha256').update(input).sign(keyOf(rsa)).toString('base64url')}`;
  },
  'claims that are not an object': () => signed({ alg: 'RS256', kid: 'rsa' }, '[1]', keyOf(rsa)),
  'claims that are not JSON': () => signed({ alg: 'RS256', kid: 'rsa' }, '{"sub":', keyOf(rsa)),
  'a header that is not JSON': () => signed('alg', claims(), keyOf(rsa)),
  'encryption (JWE)': () =>
    new CompactEncrypt(Buffer.from(JSON.stringify(claims())))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(Buffer.alloc(32, 1)),
  'more than the maximum length': () => issuer.token({ claims: { junk: 'x'.repeat(9_000) } }),
  whitespace: async () => (await issuer.token()).replace('.', ' .'),
  'standard base64 instead of base64url': async () =>
    `${(await issuer.token()).replaceAll('-', '+').replaceAll('_', '/')}=`,
  'a second token behind a comma': async () => `${await issuer.token()}, ${await issuer.token()}`,
  'four parts': async () => `${await issuer.token()}.AAAA`,
  'no content': () => '',
};

describe('a token', () => {
  test('that is valid gives the caller’s name, scopes and expiry', async () => {
    const found = await judge(
      await issuer.token({ scope: 'orders:read finance:read', claims: { scp: ['stock:read'] } }),
    );
    expect(found).toMatchObject({ name: 'token:somebody', isAuthenticated: true, customer: null });
    const { scopes, expiresAt } = found as Principal;
    expect([...scopes].toSorted()).toEqual(['finance:read', 'orders:read', 'stock:read']);
    expect(Math.abs(expiresAt - Date.now() - 605_000)).toBeLessThan(5_000);
  });

  test('identifies a customer by global id or number, and only with the scope customer:self', async () => {
    const as = async (scope: string, customer: unknown) =>
      ((await judge(await issuer.token({ scope, claims: { customer } }))) as Principal).customer;
    expect(await as('customer:self', 'customer:29485')).toBe('29485');
    expect(await as('customer:self', 29485)).toBe('29485');
    expect(await as('orders:read', 'customer:29485')).toBeNull();
  });

  test('is valid until its expiry plus the clock tolerance, even if it was accepted before', async () => {
    const token = await issuer.token({ expiresIn: -2 });
    expect(await isAccepted(token)).toBe(true);
    tokenJudge.aheadMs = 10_000;
    expect(await isAccepted(token)).toBe(false);
  });

  test('is verified once; from then on the same principal is returned synchronously', async () => {
    const token = await issuer.token();
    const first = await judge(token);
    expect(tokenJudge.gateway.identify(bearer(token))).toBe(first);
  });

  test('is ignored under another authentication scheme', () => {
    expect(tokenJudge.gateway.identify({ authorization: 'Basic dTpw', apiKey: null })).toBeNull();
  });

  test('must be the only one: a request with two is refused', () => {
    const raw = ['Authorization', 'Bearer a', 'AUTHORIZATION', 'Bearer b'];
    expect(credentialsOf({ authorization: 'Bearer a' }, raw)).toBeInstanceOf(RefusedCredentials);
  });

  test('assembled by these tests is accepted, so the invalid ones below fail by their one fault only', async () => {
    expect(await isAccepted(signed({ alg: 'RS256', kid: 'rsa' }, claims(), keyOf(rsa)))).toBe(true);
    tokenJudge = new TokenJudge(issuer, ['PS256']);
    expect(await isAccepted(await issuer.token({ key: pss }))).toBe(true);
  });

  test('by a published key that is too small or on another curve is well signed, and yet refused', async () => {
    const published = new Set(issuer.others.map(({ kid }) => kid));
    expect(published).toEqual(new Set(['small', 'curve', 'curve, called another']));
    const isWellSigned = (token: string, key: KeyObject, isEcdsa: boolean): boolean => {
      const end = token.lastIndexOf('.');
      const signature = Buffer.from(token.slice(end + 1), 'base64url');
      const options = isEcdsa ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
      return createVerify('sha256').update(token.slice(0, end)).verify(options, signature);
    };
    const bySmall = signed(BY_SMALL, claims(), small.privateKey);
    const byCurve = signed(BY_CURVE, claims(), otherCurve.privateKey, true);
    expect(isWellSigned(bySmall, small.publicKey, false)).toBe(true);
    expect(isWellSigned(byCurve, otherCurve.publicKey, true)).toBe(true);
    expect([await isAccepted(bySmall), await isAccepted(byCurve)]).toEqual([false, false]);
  });

  const kinds = Object.entries(BAD);

  test.each(kinds)('with %s is refused', async (_, make) => {
    // Making the token must not be what fails: a valid one made alongside is accepted.
    const token = await make();
    expect(await isAccepted(await issuer.token())).toBe(true);
    const found = await judge(token);
    expect(found).toBeInstanceOf(RefusedCredentials);
    expect(found).toMatchObject({ reason: 'invalid' });
    expect((found as RefusedCredentials).message).not.toContain(token.slice(0, 20) || 'undefined');
  });

  test('is tested with more than 40 kinds of faults', () => {
    figure('bad tokens of 20 classes and more: 0 accepted', `${kinds.length} kinds, 0 accepted`);
    expect(kinds.length).toBeGreaterThan(40);
  });
});
