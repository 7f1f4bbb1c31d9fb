/** Results of the requests in a period. */
export interface Tallied {
  readonly requests: number;
  /** Errors by code. */
  readonly errors: ReadonlyMap<string, number>;
  /** Median and 99th percentile of the latency, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Counts requests. */
export class Tally {
  readonly #times: number[] = [];
  readonly #errors = new Map<string, number>();

  /** Counts a request that was answered with errors of these codes. */
  add(ms: number, codes: readonly string[]): void {
    this.#times.push(ms);
    for (const code of codes) this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
  }

  /** The results so far. */
  get sum(): Tallied {
    const [p50, p99] = [rankOf(this.#times, 0.5), rankOf(this.#times, 0.99)];
    return { requests: this.#times.length, errors: this.#errors, p50, p99 };
  }
}

/** The quantile of these values at `share`, by nearest rank; 0 if there are none. */
export function rankOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
