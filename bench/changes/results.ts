import { median } from '../results.ts';
import type { Measurement } from './load.ts';
import type { Name } from './targets.ts';

/** The results of a server at a rate, over all rounds. */
export interface Row extends Measurement {
  readonly name: Name;
  /** Changes per second. */
  readonly rate: number;
}

/** The median of each figure. */
export function medianOf(rounds: readonly Measurement[]): Measurement {
  const of = (pick: (measurement: Measurement) => number) => median(rounds.map(pick));
  const orNull = (pick: (measurement: Measurement) => number | null) => {
    const known = rounds.map(pick).filter((value) => value !== null);
    return known.length > 0 ? median(known) : null;
  };
  return {
    perSecond: of((m) => m.perSecond),
    kept: of((m) => m.kept),
    p50: of((m) => m.p50),
    p99: of((m) => m.p99),
    cpuMicros: orNull((m) => m.cpuMicros),
    serverBusy: orNull((m) => m.serverBusy),
    loadBusy: orNull((m) => m.loadBusy),
    restCalls: of((m) => m.restCalls),
  };
}
