import { createHash } from 'node:crypto';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** An HTTP answer as received. */
export interface Exchange {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body as sent, possibly compressed. */
  readonly bytes: Buffer;
  /** The decoded body. */
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

/** The header field that proves a GET is not a simple cross-origin request. */
export const UNFORGED: Headers = { 'apollo-require-preflight': 'yes' };

/** Posts an operation, or a raw body, to the graph at `url`. */
export function post(
  url: string,
  operation: unknown,
  headers: Headers = {},
  signal?: AbortSignal,
): Promise<Exchange> {
  const body = typeof operation === 'string' ? operation : JSON.stringify(operation);
  const defaults = { 'content-type': 'application/json', accept: 'application/json' };
  return exchange('POST', `${url}/graphql`, { ...defaults, ...headers }, body, signal);
}

/** Sends a GET with these parameters to the graph at `url`. */
export function get(
  url: string,
  parameters: Record<string, string>,
  headers: Headers = UNFORGED,
): Promise<Exchange> {
  const search = new URLSearchParams(parameters);
  return exchange('GET', `${url}/graphql?${search}`, { accept: 'application/json', ...headers });
}

/** Makes one HTTP exchange with any method. */
export function exchange(
  method: string,
  url: string,
  headers: Headers,
  body?: string,
  signal?: AbortSignal,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, ...(signal ? { signal } : {}) }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        const { statusCode: status = 0, headers: received } = response;
        resolve({ status, headers: received, bytes, text: decoded(bytes, received['content-encoding']) });
      });
    });
    request.on('error', reject).end(body);
  });
}

function decoded(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === 'br') return brotliDecompressSync(bytes).toString();
  return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

/** The extensions that identify an operation by its hash. */
export function persisted(query: string): { readonly persistedQuery: object } {
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  return { persistedQuery: { version: 1, sha256Hash } };
}
