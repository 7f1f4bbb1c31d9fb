/** The contents of a register: texts by id, and the version, which is different after every change. */
export interface Snapshot {
  readonly version: string;
  readonly entries: ReadonlyMap<string, string>;
}

/**
 * A small table that all replicas share and each of them holds in memory: the API keys, or the published operations. It holds some thousand
 * texts by id, and survives restarts and crashes. Each call is one atomic step. All reject with a {@link RegisterUnavailableError} if the
 * register is unavailable; a call that rejected may have taken effect, and can be repeated.
 */
export interface Register {
  /** Reads all of it. */
  read(): Promise<Snapshot>;
  /** Reads only the version, to detect changes. */
  version(): Promise<string>;
  /** Adds those entries that do not exist yet. Returns false, and adds nothing, if there would be more than `most` in all. */
  add(entries: ReadonlyMap<string, string>, most: number): Promise<boolean>;
  /** Replaces `before` by `after`; false if the entry has changed in the meantime. */
  replace(id: string, before: string, after: string): Promise<boolean>;
  /** Removes entries and returns how many existed. */
  remove(ids: readonly string[]): Promise<number>;
  /** Records when entries were last used (milliseconds since 1970). That is not a change of them, so the version stays the same. */
  note(times: ReadonlyMap<string, number>): Promise<void>;
  /** When entries were last used, for those that have been recorded. */
  noted(): Promise<ReadonlyMap<string, number>>;
}

/** The stored keys, operations and usage data are unavailable. */
export class RegisterUnavailableError extends Error {
  override readonly name = 'RegisterUnavailableError';
  readonly code = 'REGISTER_UNAVAILABLE';

  constructor(cause: unknown) {
    super('API keys and published operations cannot be reached right now. Try again soon.', { cause });
  }
}
