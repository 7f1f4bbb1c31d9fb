import { LONGEST_NAME } from '../../observed.ts';

/** What everything past the bound counts as. */
const OTHER = 'other';
/** What has no name counts as. */
const NONE = 'none';

/**
 * Names that clients choose, as values of a label. Each new one makes time series that stay for as long as the process lives: so the
 * first `max` have figures of their own, and all that come later share those of `other`, with those that are too long: each is in every
 * line of its figures.
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
    if (this.#known.size >= this.#max || name.length > LONGEST_NAME) return OTHER;
    this.#known.add(name);
    return name;
  }
}
