import { LRUCache } from 'lru-cache';
import type { Headers } from '../scope.ts';
import type { RestResponse } from './classify-response.ts';
import { fieldText } from '../header-field.ts';

/** An answer that can be requested again conditionally (RFC 9110, section 13). */
export interface HeldResponse {
  /** The system's identifier for this state of the answer. */
  readonly etag: string;
  readonly headers: Headers;
  /** The parsed body, shared by all readers: must not be modified. */
  readonly body: unknown;
  /** Size of the body in characters. */
  readonly bytes: number;
}

/** The largest body that is held, in characters. */
const LARGEST = 1024 * 1024;
/**
 * The smallest body that is held. A refresh of 50 orders (51,000 characters) takes 634 µs of CPU time with a 200 and 277 with a 304; below
 * a thousand characters, the difference is lost in the noise (`node bench/conditional.ts`), and an entry takes more space than its body.
 */
const SMALLEST = 1024;
/** The overhead of an entry, including its header fields. */
const HELD_BYTES = 1_000;

/**
 * The answers of one system to GET requests on behalf of everyone, by path, each with its validator, so that a system can be asked whether
 * an answer has changed and need not resend it if not. A held answer is revalidated on every use, never served without asking.
 */
export class Validators {
  readonly #held: LRUCache<string, HeldResponse> | null;
  #generation = 0;

  /** Holds bodies of at most `maxBytes` in total, dropping the least recently used first; 0 holds none. */
  constructor(maxBytes: number) {
    this.#held =
      maxBytes === 0
        ? null
        : new LRUCache({
            maxSize: maxBytes,
            maxEntrySize: LARGEST,
            sizeCalculation: ({ bytes }, path) => bytes + path.length + HELD_BYTES,
          });
  }

  /** How many times everything was dropped: requests from before the last time must not store their answers. */
  get generation(): number {
    return this.#generation;
  }

  /** The held answer for this path. */
  get(path: string): HeldResponse | undefined {
    return this.#held?.get(path);
  }

  /**
   * Holds an answer, replacing the previous one; `bytes` is the size of its body in characters. Not if it must not be stored, has no
   * validator, varies between identical requests (RFC 9111, sections 3 and 4.1), or its size makes it not worthwhile.
   */
  hold(path: string, { status, headers, body }: RestResponse, bytes: number): void {
    const { etag } = headers;
    const isHeld = status === 200 && typeof etag === 'string' && bytes >= SMALLEST && mayBeStored(headers);
    if (isHeld) this.#held?.set(path, { etag, headers, body, bytes });
    else this.#held?.delete(path);
  }

  /** Drops all answers. */
  clear(): void {
    this.#generation += 1;
    this.#held?.clear();
  }
}

function mayBeStored(headers: Headers): boolean {
  return (
    !/\bno-store\b/i.test(fieldText(headers['cache-control'])) && fieldText(headers['vary']).trim() !== '*'
  );
}

/**
 * Updates a held answer from a 304: its header fields replace the stored ones (RFC 9111, section 4.3.4). The stored `Age` is dropped, as it
 * described an earlier answer and the system was asked just now. Null if the 304 is about a different state from the one asked about.
 */
export function revalidated(held: HeldResponse, headers: Headers): HeldResponse | null {
  const { etag = held.etag } = headers;
  if (typeof etag !== 'string' || opaqueOf(etag) !== opaqueOf(held.etag)) return null;
  return { ...held, headers: { ...held.headers, age: undefined, ...withoutBodyFields(headers) } };
}

/** If-None-Match uses weak comparison: `W/"1"` and `"1"` are equal (RFC 9110, sections 8.8.3.2 and 13.1.2). */
function opaqueOf(etag: string): string {
  return etag.replace(/^W\//, '');
}

/** A 304 has no body, and its fields about one do not describe the held body (RFC 9111, section 3.2). */
function withoutBodyFields(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_BODY.has(name)));
}

const OF_BODY = new Set([
  'content-length',
  'content-type',
  'content-encoding',
  'content-range',
  'transfer-encoding',
]);
