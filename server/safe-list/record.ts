import { createHash } from 'node:crypto';

/** What is stored of a published document, under its hash. */
export interface PublishedRecord {
  /** The names of its operations. */
  readonly names: readonly string[];
  readonly document: string;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
}

/** By which a document is known: the SHA-256 of its text in hexadecimal, as automatic persisted queries have it. */
export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** Whether a text could be the hash of a document. */
export function isHash(text: string): boolean {
  return /^[\da-f]{64}$/.test(text);
}

/** What is stored, as it was written; null where it is not what its hash says, so that nobody runs what was never published. */
export function recordIn(text: string, hash: string): PublishedRecord | null {
  try {
    const record = JSON.parse(text) as PublishedRecord;
    return hashOf(record.document) === hash ? record : null;
  } catch {
    return null;
  }
}
