import type { Rates } from '../../test/support/faults/rates.ts';

/** A promised duration and the measured one, in milliseconds. */
export interface Aim {
  readonly what: string;
  readonly aim: number;
  /** NaN if nothing could be measured. */
  readonly reached: number;
}

/** A busy machine may take this many times as long as promised; beyond that, something is wrong. */
const MAX_RATIO = 5;

/** The promises for a fleet without faults. They hold for 1,000 events a second, and for 10,000 missed events. */
export function aimsOf({
  delivery,
  eviction,
  acknowledged,
  replay,
  events,
  perSecond,
}: Rates): readonly Aim[] {
  const at = `at ${perSecond} a second`;
  return [
    { what: `change to subscriber ${at}, p50`, aim: 10, reached: delivery.p50 },
    { what: `change to subscriber ${at}, p99`, aim: 50, reached: delivery.p99 },
    { what: `change to eviction in every memory ${at}, p99`, aim: 10, reached: eviction.p99 },
    { what: 'webhook to its acknowledgement, p99', aim: 50, reached: acknowledged.p99 },
    { what: `${events} missed events delivered`, aim: 2_000, reached: replay },
  ];
}

/** Whether a result is too far from its target to be explained by a busy machine, or was not measured. */
export function isFarOff({ aim, reached }: Aim): boolean {
  return !(reached <= aim * MAX_RATIO);
}
