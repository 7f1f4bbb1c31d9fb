import { MAX_NAME_LENGTH } from '../../channels.ts';

/** The label of everything past the limit. */
export const OTHER = 'other';
/** The label of what has no name. */
const NONE = 'none';

/**
 * Limits names chosen by clients for use as label values. Each new one creates time series that stay for the life of the process, so only
 * the first `max` get their own. All later ones count as `other`, as do names that are too long, because a name is repeated in every line
 * of its series.
 */
export class BoundedNames {
  readonly #known = new Set<string>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  of(name: string | null): string {
    if (name === null) return NONE;
    if (this.#known.has(name)) return name;
    if (this.#known.size >= this.#max || name.length > MAX_NAME_LENGTH) return OTHER;
    this.#known.add(name);
    return name;
  }
}
