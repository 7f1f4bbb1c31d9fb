import DataLoader from 'dataloader';

/**
 * Loads something for many owners at once: the orders of customers, the revenue of products. All owners
 * that ask in one tick with equal arguments share one read, whatever their number.
 */
export class BatchLoader<Key extends string, Args, T> {
  readonly #byArgs = new Map<string, DataLoader<Key, T>>();
  readonly #read: (keys: readonly Key[], args: Args) => Promise<ReadonlyMap<Key, T | Error>>;
  readonly #missing: () => T;

  /** `read` may leave keys out of its answer; they get what `missing` makes. An Error harms its own key alone. */
  constructor(
    read: (keys: readonly Key[], args: Args) => Promise<ReadonlyMap<Key, T | Error>>,
    missing: () => T,
  ) {
    this.#read = read;
    this.#missing = missing;
  }

  /** What belongs to `key` under these arguments, which are compared by their JSON. */
  load(key: Key, args: Args): Promise<T> {
    const name = JSON.stringify(args);
    let loader = this.#byArgs.get(name);
    if (!loader) {
      loader = new DataLoader((keys) => this.#readBatch(keys, args));
      this.#byArgs.set(name, loader);
    }
    return loader.load(key);
  }

  async #readBatch(keys: readonly Key[], args: Args): Promise<(T | Error)[]> {
    const found = await this.#read(keys, args);
    return keys.map((key) => found.get(key) ?? this.#missing());
  }
}
