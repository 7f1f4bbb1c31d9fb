import type { Footprint } from '../memory.ts';
import type { Row } from '../results.ts';

/** A goal of the product, and the result; `reached` is null if it was not measured. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  readonly reached: number | null;
  /** For ratios of throughput, the same ratio by CPU time per request, which other work on the machine affects less. */
  readonly byCpu: number | null;
  /** The same ratio for the server that bounds what any gateway can reach; null if it is compared with that server itself. */
  readonly bound: number | null;
  readonly unit: string;
  readonly isMet: boolean | null;
  /** Why the figure does not count, if it does not. */
  readonly note: string;
}

/** Finds what was measured for a target in a mode, such as `isthmus cold`. */
type Find = (label: string, scenario: string) => Row | null;

/** At most this many REST calls per request count as none: the cache is warm. */
const MAX_WARM_CALLS = 0.05;
/** The default of CACHE_BYTES. */
const CACHE_MIB = 128;

/** All goals, with what these rows reached of each. */
export function aimsOf(rows: readonly Row[], footprint: Footprint | null): readonly Aim[] {
  const find: Find = (label, scenario) =>
    rows.find((row) => `${row.target.name} ${row.target.mode}` === label && row.scenario === scenario) ??
    null;
  return [...withoutCache(find), ...withCaches(find), ...withDelay(find), ...ofMachine(footprint)];
}

function withoutCache(find: Find): readonly Aim[] {
  const [ours, byHand] = [find('isthmus cold', 'Q2'), find('handwritten cold', 'Q2')];
  const [q3, q3ByHand] = [find('isthmus cold', 'Q3'), find('handwritten cold', 'Q3')];
  const cost = quotient(ours?.cpuMicros, byHand?.cpuMicros);
  return [
    faster('Q2 cold to Apollo + DataLoader', ours, find('apollo cold', 'Q2'), 5, byHand),
    faster('Q2 cold to Mercurius JIT', ours, find('mercurius cold', 'Q2'), 3, byHand),
    atMost('Q2 cold, CPU a request to hand-written', 2, cost, '×'),
    atMost('Q2 cold, REST calls a request', 5, ours?.restCalls ?? null, ''),
    faster('Q3 cold to Apollo + DataLoader', q3, find('apollo cold', 'Q3'), 4, q3ByHand),
  ];
}

function withCaches(find: Find): readonly Aim[] {
  const byHand = (work: string) => find('handwritten cold', work);
  const caches = ['apollo hot', 'yoga hot', 'hive hot'].map((label) => find(label, 'Q2'));
  const best = caches.filter((row) => row !== null).sort((a, b) => b.perSecond - a.perSecond)[0] ?? null;
  return [
    faster('Q2v warm to hand-written', find('isthmus warm', 'Q2v'), byHand('Q2v'), 2),
    faster('Q2 from Redis only to hand-written', find('isthmus L2', 'Q2'), byHand('Q2'), 1),
    faster('Q3 warm to hand-written', find('isthmus warm', 'Q3'), byHand('Q3'), 2),
    ...['Q1', 'Q2', 'Q3'].map((work) =>
      faster(
        `${work} hot to finished bytes of Node`,
        find('isthmus hot', work),
        find('plain hot', work),
        0.6,
      ),
    ),
    faster(
      'Q2 hot to the best response cache of a peer',
      find('isthmus hot', 'Q2'),
      best,
      8,
      find('plain hot', 'Q2'),
    ),
  ];
}

function withDelay(find: Find): readonly Aim[] {
  const calls = find('isthmus share', 'crowd')?.restCalls ?? null;
  const waiting = find('isthmus cold', 'alone')?.p50 ?? null;
  return [
    atMost('REST calls a request, 200 callers with different pages', 2.5, calls, ''),
    atMost('Q2 cold, one caller, 20 ms a REST call', 45, waiting, ' ms'),
  ];
}

function ofMachine(footprint: Footprint | null): readonly Aim[] {
  const seconds = footprint && footprint.startMs / 1_000;
  return [
    atMost('start to first answer', 1.5, seconds, ' s'),
    atMost('memory at rest', 150, footprint?.idleMiB ?? null, ' MiB'),
    atMost('memory at rest after varied requests', CACHE_MIB + 150, footprint?.restedMiB ?? null, ' MiB'),
  ];
}

function faster(
  what: string,
  ours: Row | null,
  other: Row | null,
  aim: number,
  best: Row | null = null,
): Aim {
  const reached = quotient(ours?.perSecond, other?.perSecond);
  const byCpu = quotient(other?.cpuMicros, ours?.cpuMicros);
  const note = coldNote(ours);
  const isMet = reached === null ? null : reached >= aim && note === '';
  const bound = quotient(best?.perSecond, other?.perSecond);
  return { what, aim: `≥ ${aim}×`, reached, byCpu, bound, unit: '×', isMet, note };
}

/** Why a figure of a warm cache does not count: the systems were still called. Empty if they were not. */
function coldNote(ours: Row | null): string {
  if (!ours || ours.target.mode === 'cold' || ours.restCalls <= MAX_WARM_CALLS) return '';
  return `${ours.restCalls.toFixed(2)} REST calls per request: not cached`;
}

function atMost(what: string, aim: number, reached: number | null, unit: string): Aim {
  // Calls of requests at either end of the window can add a few thousandths.
  const isMet = reached === null ? null : reached <= aim * 1.002;
  return { what, aim: `≤ ${aim}${unit}`, reached, byCpu: null, bound: null, unit, isMet, note: '' };
}

function quotient(a: number | null | undefined, b: number | null | undefined): number | null {
  return typeof a !== 'number' || typeof b !== 'number' || b === 0 ? null : a / b;
}
