import { hash } from 'node:crypto';

/** The stored form of a published document, under its hash. */
export interface PublishedRecord {
  /** The names of its operations. */
  readonly names: readonly string[];
  readonly document: string;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
}

/** The id of a document: the SHA-256 of its text in hexadecimal, as in automatic persisted queries. */
export function hashOf(document: string): string {
  return hash('sha256', document);
}

/** Whether a text could be the hash of a document. */
export function isHash(text: string): boolean {
  return /^[\da-f]{64}$/.test(text);
}

/** Parses the stored form; null if it does not match its hash, so that nothing runs that was never published. */
export function recordIn(text: string, hash: string): PublishedRecord | null {
  try {
    const record = JSON.parse(text) as PublishedRecord;
    return hashOf(record.document) === hash ? record : null;
  } catch {
    return null;
  }
}
