import type { Measurement } from './measure.ts';
import type { Scenario } from './scenarios.ts';
import { labelOf, type Target } from './targets/target.ts';

/** The results of a target in a scenario, over all rounds. */
export interface Row extends Measurement {
  readonly target: Target;
  readonly scenario: Scenario['name'];
  readonly rounds: number;
  /** The slowest and the fastest round. */
  readonly range: readonly [number, number];
}

/** Why something was not measured. */
export interface Gap {
  readonly label: string;
  readonly scenario: string;
  readonly reason: string;
}

/** Collects the measurements of all rounds. */
export class Results {
  readonly gaps: Gap[] = [];
  readonly #all = new Map<string, { target: Target; scenario: Scenario['name']; rounds: Measurement[] }>();

  add(target: Target, scenario: Scenario['name'], measurement: Measurement): void {
    const key = `${labelOf(target)} ${scenario}`;
    const entry = this.#all.get(key) ?? { target, scenario, rounds: [] };
    entry.rounds.push(measurement);
    this.#all.set(key, entry);
  }

  /** Records once why something is missing. */
  miss(gap: Gap): void {
    const isKnown = this.gaps.some(({ label, scenario }) => label === gap.label && scenario === gap.scenario);
    if (!isKnown) this.gaps.push(gap);
  }

  /** The medians of all measurements. */
  rows(): readonly Row[] {
    return [...this.#all.values()].map(({ target, scenario, rounds }) => {
      const of = (pick: (measurement: Measurement) => number) => median(rounds.map(pick));
      const orNull = (pick: (measurement: Measurement) => number | null) => {
        const known = rounds.map(pick).filter((value) => value !== null);
        return known.length > 0 ? median(known) : null;
      };
      const speeds = rounds.map(({ perSecond }) => perSecond);
      return {
        target,
        scenario,
        rounds: rounds.length,
        range: [Math.min(...speeds), Math.max(...speeds)],
        perSecond: of((m) => m.perSecond),
        p50: of((m) => m.p50),
        p99: of((m) => m.p99),
        cpuMicros: orNull((m) => m.cpuMicros),
        serverBusy: orNull((m) => m.serverBusy),
        loadBusy: orNull((m) => m.loadBusy),
        restCalls: of((m) => m.restCalls),
        memoryMiB: orNull((m) => m.memoryMiB),
      };
    });
  }
}

/** The median of these numbers; the mean of the middle two if their count is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1);
  return (low + high) / 2;
}
