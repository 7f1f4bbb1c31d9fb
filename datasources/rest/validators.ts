import { LRUCache } from 'lru-cache';
import type { Headers } from '../scope.ts';
import type { RestResponse } from './judge.ts';
import { fieldText } from '../header-field.ts';

/** An answer that can be asked for again on the condition that it has changed (RFC 9110, section 13). */
export interface Held {
  /** What the system calls this state of the answer. */
  readonly etag: string;
  readonly headers: Headers;
  /** The parsed body. It is shared by all who get it: never to be written to. */
  readonly body: unknown;
  /** Characters of the body's text. */
  readonly bytes: number;
}

/** Characters of the largest body that is held. */
const LARGEST = 1024 * 1024;
/**
 * And of the smallest. A refresh of 50 orders (51,000 characters) takes 634 µs of processor time by a 200 and 277 by a 304; below a
 * thousand the difference is lost in the noise (`node bench/conditional.ts`), and an entry takes more than its body.
 */
const SMALLEST = 1024;
/** What an entry takes besides, header fields among it. */
const HELD_BYTES = 1_000;

/**
 * The answers of one system to GET requests for everyone, by path, each with its validator: so that a system is asked whether an
 * answer has changed, and need not send it where it has not. Whatever is held is asked about each time; none is given unasked.
 */
export class Validators {
  readonly #held: LRUCache<string, Held> | null;
  #generation = 0;

  /** Holds bodies of at most `maxBytes` in all, the least recently used dropped first; with 0 it holds none. */
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

  /** How often all was dropped: who asked before the last time holds nothing of it. */
  get generation(): number {
    return this.#generation;
  }

  /** What is held of the answer of this path. */
  get(path: string): Held | undefined {
    return this.#held?.get(path);
  }

  /**
   * Holds an answer in place of what was held; `bytes` are the characters of its body. Not where it may not be stored, has no validator,
   * is not the same for all who send the same (RFC 9111, sections 3 and 4.1), or is not worth it by its size.
   */
  hold(path: string, { status, headers, body }: RestResponse, bytes: number): void {
    const { etag } = headers;
    const isHeld = status === 200 && typeof etag === 'string' && bytes >= SMALLEST && mayBeStored(headers);
    if (isHeld) this.#held?.set(path, { etag, headers, body, bytes });
    else this.#held?.delete(path);
  }

  /** Lets go of all. */
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
 * What is held, made fresh by a 304: its header fields over the stored ones (RFC 9111, section 4.3.4). `Age` is not taken over, as it
 * told how long ago the system was asked, which was just now. Null where the 304 is about another state than was asked for.
 */
export function freshened(held: Held, headers: Headers): Held | null {
  const { etag = held.etag } = headers;
  if (typeof etag !== 'string' || opaqueOf(etag) !== opaqueOf(held.etag)) return null;
  return { ...held, headers: { ...held.headers, age: undefined, ...withoutBodyFields(headers) } };
}

/** If-None-Match compares weakly: `W/"1"` and `"1"` are alike (RFC 9110, sections 8.8.3.2 and 13.1.2). */
function opaqueOf(etag: string): string {
  return etag.replace(/^W\//, '');
}

/** A 304 has no body, and what it says of one is not about the body that is held (RFC 9111, section 3.2). */
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
