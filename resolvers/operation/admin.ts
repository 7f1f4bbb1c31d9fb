import type { Outcome } from '../../datasources/errors.ts';

/** The safe list as operators see it. Methods reject where it cannot be reached. */
export interface OperationAdmin {
  /** All, the oldest first. */
  readonly list: () => Promise<readonly PublishedDocument[]>;
  /** Puts documents on the list, all or none; gives them in the same order. */
  readonly publish: (documents: readonly string[]) => Promise<Outcome<readonly PublishedDocument[]>>;
  /** Takes them off by their hashes; gives how many were there. */
  readonly remove: (hashes: readonly string[]) => Promise<number>;
}

/** A document on the list. */
export interface PublishedDocument {
  /** SHA-256 of its text, in hexadecimal. */
  readonly id: string;
  /** The names of its operations. */
  readonly names: readonly string[];
  readonly document: string;
  /** When it was put on the list, in milliseconds since 1970. */
  readonly createdAt: number;
}
