import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** A key of an issuer, as it is published and as it signs. */
export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

/** Makes a pair of keys. */
export async function newKey(kid: string, alg = 'ES256'): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { kid, alg, privateKey, publicKey, jwk };
}

/** What a token says, and by which key and header it is signed. */
export interface Wanted {
  readonly scope?: string;
  readonly claims?: JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: IssuerKey;
  /** Seconds from now; negative is over. 600 without. */
  readonly expiresIn?: number;
}

/** Somebody who signs tokens and publishes the keys by which to check them, over real HTTP. */
export class Issuer implements AsyncDisposable {
  readonly issuer = 'https://issuer.example';
  readonly audience = 'isthmus';
  readonly jwksUrl: string;
  /** The keys it publishes; the first signs. */
  keys: IssuerKey[];
  /** What it publishes beside, as a careless issuer might. */
  readonly others: JWK[] = [];
  /** How it answers instead of with its keys: by this status. */
  failsWith: number | null = null;
  /** What it waits for before it answers. */
  waitsFor: Promise<unknown> = Promise.resolve();
  /** How often it was asked for its keys. */
  asked = 0;
  readonly #server: Server;

  private constructor(server: Server, key: IssuerKey) {
    this.#server = server;
    this.keys = [key];
    this.jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    server.on('request', (_request, response) => {
      this.asked += 1;
      void this.waitsFor.then(() => {
        response.statusCode = this.failsWith ?? 200;
        response.end(JSON.stringify({ keys: [...this.keys.map(({ jwk }) => jwk), ...this.others] }));
      });
    });
  }

  static async start(): Promise<Issuer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Issuer(server, await newKey('first'));
  }

  /** The settings of a gateway that takes its tokens. */
  get settings(): Record<string, string> {
    return { AUTH_JWKS_URL: this.jwksUrl, AUTH_ISSUER: this.issuer, AUTH_AUDIENCE: this.audience };
  }

  /** A token that is good unless something else is wanted. */
  async token({
    scope = '',
    claims = {},
    header = {},
    expiresIn = 600,
    ...wanted
  }: Wanted = {}): Promise<string> {
    const [first] = this.keys;
    const key = wanted.key ?? first;
    if (!key) throw new Error('There is no key to sign with.');
    const now = Math.floor(Date.now() / 1_000);
    const usual = {
      iss: this.issuer,
      aud: this.audience,
      sub: 'somebody',
      iat: now,
      exp: now + expiresIn,
      scope,
    };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
      .sign(key.privateKey);
  }

  /** The header field of a token with these scopes. */
  async as(scope: string, claims: JWTPayload = {}): Promise<{ readonly authorization: string }> {
    return { authorization: `Bearer ${await this.token({ scope, claims })}` };
  }

  /** The header field of a shop's customer, by her number. */
  customer(id: string, more = ''): Promise<{ readonly authorization: string }> {
    return this.as(`customer:self ${more}`.trim(), { sub: `customer-${id}`, customer: `customer:${id}` });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
