import type { Outcome } from '../../datasources/errors.ts';

/** The safe list as operators see it. Methods reject if it cannot be reached. */
export interface OperationAdmin {
  /** All documents, oldest first. */
  readonly list: () => Promise<readonly PublishedDocument[]>;
  /** Adds documents to the list, all or none; returns them in the same order. */
  readonly publish: (documents: readonly string[]) => Promise<Outcome<readonly PublishedDocument[]>>;
  /** Removes documents by their hashes; returns how many were on the list. */
  readonly remove: (hashes: readonly string[]) => Promise<number>;
}

/** A document on the list. */
export interface PublishedDocument {
  /** SHA-256 of its text, in hexadecimal. */
  readonly id: string;
  /** The names of its operations. */
  readonly names: readonly string[];
  readonly document: string;
  /** When it was added to the list, in milliseconds since 1970. */
  readonly createdAt: number;
}
