import type { Entry } from './entry.ts';
import type { Memory } from './memory.ts';

/**
 * The entries in memory of one kind of read, by key and arguments. Keys with arguments are grouped by them: a name made of both would have
 * to be built and hashed for each key that is looked up.
 */
export class EntryTable {
  /** The entries that have a key or arguments, not both. */
  readonly #plain = new Map<string, Entry>();
  readonly #groups = new Map<string, EntryGroup>();
  /** The arguments asked for last, and their text: most callers ask for many keys with the same ones. */
  #args: unknown = null;
  #text = '';

  /** The entry, if it is in memory. */
  get(key: string, args: unknown): Entry | undefined {
    return isPlain(key, args)
      ? this.#plain.get(nameOf(key, args))
      : this.#groups.get(this.#textOf(args))?.get(key);
  }

  /** Keeps an entry in memory, unless it comes too late; `began` is when its fill began. */
  store(memory: Memory, entry: Entry, key: string, args: unknown, began: number): void {
    if (isPlain(key, args)) {
      memory.store(entry, this.#plain, nameOf(key, args), began);
      return;
    }
    const text = this.#textOf(args);
    const group = this.#groups.get(text) ?? new EntryGroup(text, this.#groups);
    memory.store(entry, group, key, began, text.length + key.length);
  }

  #textOf(args: unknown): string {
    if (args !== this.#args) {
      this.#text = textOf(args);
      this.#args = args;
    }
    return this.#text;
  }
}

/** The entries with the same arguments. Is one of the groups for as long as it has any. */
class EntryGroup extends Map<string, Entry> {
  readonly #text: string;
  readonly #groups: Map<string, EntryGroup>;

  constructor(text: string, groups: Map<string, EntryGroup>) {
    super();
    this.#text = text;
    this.#groups = groups;
  }

  override set(key: string, entry: Entry): this {
    this.#groups.set(this.#text, this);
    return super.set(key, entry);
  }

  override delete(key: string): boolean {
    const isDeleted = super.delete(key);
    if (this.size === 0) this.#groups.delete(this.#text);
    return isDeleted;
  }
}

function isPlain(key: string, args: unknown): boolean {
  return args === null || key === '';
}

/**
 * Returns the name of a key with arguments. Arguments are distinguished by their JSON; null, the most common case, leaves the key as it is.
 */
export function nameOf(key: string, args: unknown): string {
  return args === null ? key : `${textOf(args)} ${key}`;
}

function textOf(args: unknown): string {
  return JSON.stringify(args);
}
