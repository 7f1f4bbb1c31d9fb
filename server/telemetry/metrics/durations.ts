import type { Metric, Registry } from 'prom-client';

interface Counted {
  readonly label: string;
  /** How many took at most so long as the bound of the same index, and longer than the one before; in the end those past all bounds. */
  readonly counts: number[];
  sum: number;
}

/** What Prometheus is given of a histogram, as prom-client's registry asks each metric for it. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * A histogram by one label for what happens tens of thousands of times a second: prom-client's own looks its labels up by a text that it
 * makes of them each time, which takes longer than to find a kept answer does.
 */
export class Durations {
  readonly type = 'histogram';
  readonly name: string;
  readonly help: string;
  readonly #label: string;
  readonly #bounds: readonly number[];
  readonly #counted = new Map<string, Counted>();

  /** Registers itself; `bounds` are of seconds, and ascend. */
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
    // A registry asks no more of a metric than it has.
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
