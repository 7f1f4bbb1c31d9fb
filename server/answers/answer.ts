import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Entry } from '../../datasources/cache/entry.ts';
import type { CachePolicy } from '../execution/policy.ts';

/** How answers may be sent, the shortest first. */
const ENCODINGS = ['br', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Shorter ones gain nothing. */
const MIN_ENCODED_BYTES = 1_024;
/** Of 11: about gzip's time, a tenth fewer bytes. */
const BROTLI_QUALITY = 4;

/** The bytes of an answer without errors, and what its clients are told of how long they are good. */
export class Answer {
  readonly bytes: Buffer;
  readonly policy: CachePolicy;
  /** Whether others will be given it: only then is it worth encoding. */
  isKept = false;
  readonly #encoded = new Map<Encoding, Buffer | null>();
  #etag: string | undefined;

  /** `data` is the JSON text of the answer's data. */
  constructor(data: string, policy: CachePolicy) {
    // As Apollo Server writes it.
    this.bytes = Buffer.from(`{"data":${data}}\n`);
    this.policy = policy;
  }

  /** Names these bytes, in whatever encoding they are sent (RFC 9110, section 8.8.3). */
  get etag(): string {
    return (this.#etag ??= `W/"${createHash('sha256').update(this.bytes).digest('base64url').slice(0, 27)}"`);
  }

  /**
   * The bytes in an encoding; null where they are not there in it. They are made beside, once somebody wants them: who comes first
   * has the plain bytes.
   */
  encoded(encoding: Encoding): Buffer | null {
    const known = this.#encoded.get(encoding);
    if (known !== undefined || !this.isKept || this.bytes.length < MIN_ENCODED_BYTES) return known ?? null;
    this.#encoded.set(encoding, null);
    void encode(encoding, this.bytes).then(
      (bytes) => this.#encoded.set(encoding, bytes),
      // The plain bytes will do.
      () => undefined,
    );
    return null;
  }
}

/**
 * Of the encodings that `Accept-Encoding` names (RFC 9110, section 12.5.3) the shortest of ours; null where it names none. A wildcard
 * does not count.
 */
export function encodingOf(accepted: string | undefined): Encoding | null {
  if (accepted === undefined) return null;
  const taken = accepted.split(',').map((part) => part.trim().split(/\s*;\s*q=/));
  const isTaken = (name: string) =>
    taken.some(([own, q]) => own === name && !(q !== undefined && Number(q) === 0));
  return ENCODINGS.find(isTaken) ?? null;
}

/**
 * What a client is told of how long an answer is good (RFC 9111): the least of what the schema says of all it holds and what the
 * systems say of all it was made of, both counted from the birth of the oldest part, whose `Age` is sent along. Where the schema says
 * nothing, it must be asked for anew each time.
 */
export function cacheControl({ maxAge, scope }: CachePolicy, freshMs: number): string {
  const audience = scope === 'PRIVATE' ? 'private' : 'public';
  // Differences of the clock's fractions: 4,999.999 milliseconds are five seconds.
  const seconds = maxAge === null ? 0 : Math.min(maxAge, Math.floor(Math.round(freshMs) / 1_000));
  return seconds > 0 ? `${audience}, max-age=${seconds}` : `${audience}, no-cache`;
}

/** When something was born, until when it is fresh, and until when it may be used at all, by the process's own clock. */
export type Life = Pick<Entry, 'bornAt' | 'softAt' | 'hardAt'>;

/**
 * When what an answer was made of was born and is over, each by the entry that is first; without entries it was born now and is
 * never over.
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

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

function encode(encoding: Encoding, bytes: Buffer): Promise<Buffer> {
  if (encoding === 'gzip') return gzipped(bytes);
  return brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
}
