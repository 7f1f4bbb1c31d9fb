/** What a register holds: a text by id, and the version, which is another after every change. */
export interface Snapshot {
  readonly version: string;
  readonly entries: ReadonlyMap<string, string>;
}

/**
 * A small table that all replicas share and each of them holds in memory: the API keys, the operations that may be asked. Some thousand
 * entries of text by id, over restarts and crashes. Each call is one atomic step. All reject with a {@link RegisterUnavailableError}
 * where it cannot be reached; a call that did may have taken effect, and can be repeated.
 */
export interface Register {
  /** All that it holds. */
  read(): Promise<Snapshot>;
  /** The version alone, by which to tell whether there is anything new. */
  version(): Promise<string>;
  /** Adds those that are not there yet; false where there would be more than `most` in all, and nothing is added. */
  add(entries: ReadonlyMap<string, string>, most: number): Promise<boolean>;
  /** Puts `after` in the place of `before`; false where there is something else by now. */
  replace(id: string, before: string, after: string): Promise<boolean>;
  /** Takes entries out; gives how many were there. */
  remove(ids: readonly string[]): Promise<number>;
  /** Notes when entries were used last (milliseconds since 1970). That is no change of them, and no new version. */
  note(times: ReadonlyMap<string, number>): Promise<void>;
  /** When entries were used last, of those of which it was noted. */
  noted(): Promise<ReadonlyMap<string, number>>;
}

/** What is kept of keys, operations and their use cannot be reached now. */
export class RegisterUnavailableError extends Error {
  override readonly name = 'RegisterUnavailableError';
  readonly code = 'REGISTER_UNAVAILABLE';

  constructor(cause: unknown) {
    super('API keys and published operations cannot be reached right now. Try again soon.', { cause });
  }
}
