import { OTHER } from './names.ts';

/** The most sets of labels, each of which is a time series for the life of the process and a line of every scrape. */
const MAX_SETS = 4_000;
/** Of these, so many may name a client, so that operations still have their own figures when clients no longer do. */
const MAX_OF_CLIENTS = 3_000;

/**
 * Counts by sets of labels. Those of operations and clients are bounded each, but not their combinations: past the limit, a new set counts
 * under the client `other`, and then under the operation `other` as well, of which there are few.
 */
export class LabelSets<Labels extends Readonly<Record<'operation' | 'client', string>>> {
  readonly #totals = new Map<string, { readonly labels: Labels; count: number }>();

  get totals(): Iterable<{ readonly labels: Labels; readonly count: number }> {
    return this.#totals.values();
  }

  count(labels: Labels): void {
    const total =
      this.#totalOf(labels, MAX_OF_CLIENTS) ??
      this.#totalOf({ ...labels, client: OTHER }, MAX_SETS) ??
      this.#totalOf({ ...labels, client: OTHER, operation: OTHER }, Infinity);
    if (total) total.count += 1;
  }

  /** Undefined if there would be more than `max`. */
  #totalOf(labels: Labels, max: number): { count: number } | undefined {
    const key = Object.values(labels).join(' ');
    const known = this.#totals.get(key);
    if (known || this.#totals.size >= max) return known;
    const total = { labels, count: 0 };
    this.#totals.set(key, total);
    return total;
  }
}
