import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** A signing key of an issuer, with its published JWK. */
export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

/** Generates a key pair. */
export async function newKey(kid: string, alg = 'ES256'): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { kid, alg, privateKey, publicKey, jwk };
}

/** The claims of a token, and the key and header with which it is signed. */
export interface Wanted {
  readonly scope?: string;
  readonly claims?: JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: IssuerKey;
  /** Seconds from now; negative if it has expired. 600 by default. */
  readonly expiresIn?: number;
}

/** An issuer that signs tokens and publishes its keys over real HTTP. */
export class Issuer implements AsyncDisposable {
  readonly issuer = 'https://issuer.example';
  readonly audience = 'isthmus';
  readonly jwksUrl: string;
  /** The keys it publishes; it signs with the first. */
  keys: IssuerKey[];
  /** Further JWKs that it publishes, as a careless issuer might. */
  readonly others: JWK[] = [];
  /** The status it answers with in place of 200. */
  failsWith: number | null = null;
  /** The `authorization` field without which it answers 401. */
  requires: string | undefined;
  /** Awaited before each answer. */
  waitsFor: Promise<unknown> = Promise.resolve();
  /** The number of requests for its keys. */
  requests = 0;
  readonly #server: Server;

  private constructor(server: Server, key: IssuerKey) {
    this.#server = server;
    this.keys = [key];
    this.jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    server.on('request', ({ headers }, response) => {
      this.requests += 1;
      void this.waitsFor.then(() => {
        const isRefused = this.requires !== undefined && headers.authorization !== this.requires;
        response.statusCode = this.failsWith ?? (isRefused ? 401 : 200);
        response.end(JSON.stringify({ keys: [...this.keys.map(({ jwk }) => jwk), ...this.others] }));
      });
    });
  }

  static async start(): Promise<Issuer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Issuer(server, await newKey('first'));
  }

  /** The settings of a gateway that accepts its tokens. */
  get settings(): Record<string, string> {
    return { AUTH_JWKS_URL: this.jwksUrl, AUTH_ISSUER: this.issuer, AUTH_AUDIENCE: this.audience };
  }

  /** A token, valid unless the options make it otherwise. */
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
    const defaults = {
      iss: this.issuer,
      aud: this.audience,
      sub: 'somebody',
      iat: now,
      exp: now + expiresIn,
      scope,
    };
    return new SignJWT({ ...defaults, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
      .sign(key.privateKey);
  }

  /** The `authorization` field with a token of these scopes. */
  async as(scope: string, claims: JWTPayload = {}): Promise<{ readonly authorization: string }> {
    return { authorization: `Bearer ${await this.token({ scope, claims })}` };
  }

  /** The `authorization` field of a customer of the shop, by number. */
  customer(id: string, more = ''): Promise<{ readonly authorization: string }> {
    return this.as(`customer:self ${more}`.trim(), { sub: `customer-${id}`, customer: `customer:${id}` });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
