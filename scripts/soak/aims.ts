import type { Rates } from '../../test/support/faults/rates.ts';

/** A time that is promised, with what came of it, in milliseconds. */
export interface Aim {
  readonly what: string;
  readonly aim: number;
  /** NaN where nothing could be measured. */
  readonly reached: number;
}

/** So many times an aim can be a busy machine; beyond that something is wrong. */
const MOST_TIMES = 5;

/** What is promised of a fleet without faults. It is promised for 1,000 events a second, and 10,000 that were missed. */
export function aimsOf({ told, everywhere, acknowledged, replay, events, perSecond }: Rates): readonly Aim[] {
  const at = `at ${perSecond} a second`;
  return [
    { what: `change to subscriber ${at}, p50`, aim: 10, reached: told.p50 },
    { what: `change to subscriber ${at}, p99`, aim: 50, reached: told.p99 },
    { what: `change to eviction in every memory ${at}, p99`, aim: 10, reached: everywhere.p99 },
    { what: 'webhook to its acknowledgement, p99', aim: 50, reached: acknowledged.p99 },
    { what: `${events} missed events told`, aim: 2_000, reached: replay },
  ];
}

/** Whether it is so far from the aim that no busy machine accounts for it, or unknown. */
export function isFarOff({ aim, reached }: Aim): boolean {
  return !(reached <= aim * MOST_TIMES);
}
