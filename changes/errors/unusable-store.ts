/** The file is not a store, or was written by a newer version; it is left as it is. */
export class UnusableStoreError extends Error {
  override readonly name = 'UnusableStoreError';
  readonly code = 'STORE_UNUSABLE';

  constructor(file: string, what: string, options?: ErrorOptions) {
    super(`The file ${file} cannot be used: ${what}`, options);
  }
}
