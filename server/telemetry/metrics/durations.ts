import type { Metric, Registry } from 'prom-client';

interface Counted {
  readonly label: string;
  /** For each bound, the number of durations up to it and longer than the one before; the last entry counts those past all bounds. */
  readonly counts: number[];
  sum: number;
}

/** A sample of a histogram, in the form that prom-client's registry requests from each metric. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * A histogram with a single label for events that occur tens of thousands of times a second. prom-client's own builds a string from the
 * labels for each lookup, which takes longer than finding a cached answer.
 */
export class Durations {
  readonly type = 'histogram';
  readonly name: string;
  readonly help: string;
  readonly #label: string;
  readonly #bounds: readonly number[];
  readonly #counted = new Map<string, Counted>();

  /** Registers itself; `bounds` are in seconds, and ascend. */
  constructor(
    registry: Registry,
    {
      name,
      help,
      label,
      bounds,
    }: Readonly<Record<'name' | 'help' | 'label', string>> & { bounds: readonly number[] },
  ) {
    this.name = name;
    this.help = help;
    this.#label = label;
    this.#bounds = bounds;
    // A registry uses nothing of a metric but what this class has.
    registry.registerMetric(this as unknown as Metric);
  }

  observe(label: string, seconds: number): void {
    let counted = this.#counted.get(label);
    if (!counted) {
      counted = { label, counts: Array.from({ length: this.#bounds.length + 1 }, () => 0), sum: 0 };
      this.#counted.set(label, counted);
    }
    let at = 0;
    while (at < this.#bounds.length && seconds > (this.#bounds[at] ?? Infinity)) at += 1;
    counted.counts[at] = (counted.counts[at] ?? 0) + 1;
    counted.sum += seconds;
  }

  /** Called by the registry. */
  async get(): Promise<{ name: string; help: string; type: string; values: readonly Sample[] }> {
    const { name, help, type } = this;
    return { name, help, type, values: [...this.#counted.values()].flatMap((one) => this.#samplesOf(one)) };
  }

  #samplesOf({ label, counts, sum }: Counted): readonly Sample[] {
    const labels = { [this.#label]: label };
    let count = 0;
    const buckets = counts.map((more, index) => {
      count += more;
      const le = this.#bounds[index] ?? '+Inf';
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
