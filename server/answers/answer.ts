import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Entry } from '../../datasources/cache/entry.ts';
import type { CachePolicy } from '../execution/policy.ts';

/** The encodings of answers, the shortest first. */
const ENCODINGS = ['br', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Encoding shorter answers gains nothing. */
const MIN_ENCODED_BYTES = 1_024;
/** Of 11: takes about as long as gzip and saves a tenth of the bytes. */
const BROTLI_QUALITY = 4;

/** The bytes of an answer without errors, and its caching header fields. */
export class Answer {
  readonly policy: CachePolicy;
  #bytes: Buffer;
  #isKept = false;
  readonly #encoded = new Map<Encoding, Buffer | null>();
  #etag: string | undefined;

  /** `data` is the JSON text of the answer's data. */
  constructor(data: string, policy: CachePolicy) {
    // The same bytes that Apollo Server would write.
    this.#bytes = Buffer.from(`{"data":${data}}\n`);
    this.policy = policy;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Says that the answer is cached and may be sent again; only then is it worth encoding. */
  keep(): void {
    this.#isKept = true;
    this.#bytes = owned(this.#bytes);
  }

  /** Identifies these bytes, in whatever encoding they are sent (RFC 9110, section 8.8.3). */
  get etag(): string {
    return (this.#etag ??= `W/"${hash('sha256', this.bytes, 'base64url').slice(0, 27)}"`);
  }

  /**
   * The bytes in an encoding; null if they are not available in it yet. Encoding runs in the background once it is first requested, so the
   * first client gets the plain bytes.
   */
  encoded(encoding: Encoding): Buffer | null {
    const known = this.#encoded.get(encoding);
    if (known !== undefined || !this.#isKept || this.bytes.length < MIN_ENCODED_BYTES) return known ?? null;
    this.#encoded.set(encoding, null);
    void encode(encoding, this.bytes).then(
      (bytes) => this.#encoded.set(encoding, owned(bytes)),
      // If encoding fails, the plain bytes are sent.
      () => undefined,
    );
    return null;
  }
}

/**
 * The shortest of our encodings that `Accept-Encoding` lists (RFC 9110, section 12.5.3); null if it lists none. A wildcard does not count.
 */
export function encodingOf(accepted: string | undefined): Encoding | null {
  if (accepted === undefined) return null;
  const offers = accepted.split(',').map((part) => part.split(';').map((piece) => piece.trim()));
  const isTaken = (name: string) =>
    offers.some(
      ([own, weight]) => own === name && !(weight?.startsWith('q=') && Number(weight.slice(2)) === 0),
    );
  return ENCODINGS.find(isTaken) ?? null;
}

/**
 * The `Cache-Control` of an answer (RFC 9111): the minimum of what the schema allows for all it contains and how long the system data it
 * was made of is fresh, both counted from the birth of the oldest part, whose `Age` is sent along. If the schema says nothing, the answer
 * must be revalidated each time.
 */
export function cacheControl({ maxAge, scope }: CachePolicy, freshMs: number): string {
  const audience = scope === 'PRIVATE' ? 'private' : 'public';
  // Rounds off fractions of the clock: 4,999.999 milliseconds are five seconds.
  const seconds = maxAge === null ? 0 : Math.min(maxAge, Math.floor(Math.round(freshMs) / 1_000));
  return seconds > 0 ? `${audience}, max-age=${seconds}` : `${audience}, no-cache`;
}

/** When something was created, until when it is fresh, and until when it may be used at all, by the process's own clock. */
export type Life = Pick<Entry, 'bornAt' | 'softAt' | 'hardAt'>;

/**
 * The life of an answer made of these entries: each bound is the earliest of theirs. Without entries it was created now and never expires.
 */
export function lifeOf(entries: readonly Entry[], now: number): Life {
  let [bornAt, softAt, hardAt] = [now, Infinity, Infinity];
  for (const entry of entries) {
    bornAt = Math.min(bornAt, entry.bornAt);
    softAt = Math.min(softAt, entry.softAt);
    hardAt = Math.min(hardAt, entry.hardAt);
  }
  return { bornAt, softAt, hardAt };
}

/**
 * The bytes in memory of their own: a buffer of Node's is often a part of a larger one (16 KB of an encoder's output, 64 KB of the pool),
 * all of which is held for as long as the part is.
 */
function owned(bytes: Buffer): Buffer {
  if (bytes.length === bytes.buffer.byteLength) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

function encode(encoding: Encoding, bytes: Buffer): Promise<Buffer> {
  if (encoding === 'gzip') return gzipped(bytes);
  return brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
}
