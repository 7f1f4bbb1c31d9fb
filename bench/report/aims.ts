import type { Footprint } from '../memory.ts';
import type { Row } from '../results.ts';

/** Something the product is to show, and what came out; `reached` is null where it was not measured. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  readonly reached: number | null;
  readonly unit: string;
  readonly isMet: boolean | null;
  /** Why the figure does not count, where it does not. */
  readonly note: string;
}

type Find = (label: string, scenario: string) => Row | null;
type Pick = (row: Row) => number | null;

/** Below this many REST calls a request, what is called warm is warm. */
const NONE = 0.05;

/** All aims, with what these rows reached of them. */
export function aimsOf(rows: readonly Row[], footprint: Footprint | null): readonly Aim[] {
  const find: Find = (label, scenario) =>
    rows.find((row) => `${row.target.name} ${row.target.mode}` === label && row.scenario === scenario) ??
    null;
  const ratio = (what: string, ours: string, other: string, scenario: string, aim: number): Aim =>
    atLeast(
      what,
      aim,
      quotient(find(ours, scenario), find(other, scenario), speed),
      coldNote(find(ours, scenario)),
    );
  const responseCaches = ['apollo hot', 'yoga hot']
    .map((label) => find(label, 'Q2'))
    .filter((row) => row !== null);
  const best = responseCaches.sort((a, b) => b.perSecond - a.perSecond)[0] ?? null;
  const oursCold = find('isthmus cold', 'Q2');
  return [
    ratio('Q2 cold to Apollo + DataLoader', 'isthmus cold', 'apollo cold', 'Q2', 5),
    ratio('Q2 cold to Mercurius JIT', 'isthmus cold', 'mercurius cold', 'Q2', 3),
    atMost(
      'Q2 cold, CPU a request to hand-written',
      2,
      quotient(oursCold, find('handwritten cold', 'Q2'), cpu),
      '×',
    ),
    atMost('Q2 cold, REST calls a request', 5, oursCold?.restCalls ?? null, ''),
    ratio('Q2v warm to hand-written', 'isthmus warm', 'handwritten cold', 'Q2v', 2),
    between(
      'Q2 from Redis only to hand-written',
      find('isthmus L2', 'Q2'),
      find('handwritten cold', 'Q2'),
      1,
    ),
    ratio('Q3 cold to Apollo + DataLoader', 'isthmus cold', 'apollo cold', 'Q3', 4),
    ratio('Q3 warm to hand-written', 'isthmus warm', 'handwritten cold', 'Q3', 2),
    ...['Q1', 'Q2', 'Q3'].map((work) =>
      ratio(`${work} hot to finished bytes from plain Node`, 'isthmus hot', 'plain hot', work, 0.6),
    ),
    between('Q2 hot to the best response cache of a peer', find('isthmus hot', 'Q2'), best, 8),
    atMost(
      'REST calls a request, 200 callers with different pages',
      2.5,
      find('isthmus cold', 'crowd')?.restCalls ?? null,
      '',
    ),
    atMost(
      'Q2 cold for one caller at 20 ms a REST call',
      45,
      find('isthmus cold', 'alone')?.p50 ?? null,
      ' ms',
    ),
    atMost('start to first answer', 1.5, footprint && footprint.startMs / 1_000, ' s'),
    atMost('memory at rest', 150, footprint?.idleMiB ?? null, ' MiB'),
  ];
}

const speed: Pick = (row) => row.perSecond;
const cpu: Pick = (row) => row.cpuMicros;

function quotient(ours: Row | null, other: Row | null, pick: Pick): number | null {
  const [a, b] = [ours && pick(ours), other && pick(other)];
  return a === null || b === null || b === 0 ? null : a / b;
}

function between(what: string, ours: Row | null, other: Row | null, aim: number): Aim {
  return atLeast(what, aim, quotient(ours, other, speed), coldNote(ours));
}

/** A cache that still asks the systems is none, whatever its speed. */
function coldNote(ours: Row | null): string {
  if (!ours || ours.target.mode === 'cold' || ours.restCalls <= NONE) return '';
  return `made ${ours.restCalls.toFixed(2)} REST calls a request: nothing was kept`;
}

function atLeast(what: string, aim: number, reached: number | null, note: string): Aim {
  const isMet = reached === null ? null : reached >= aim && note === '';
  return { what, aim: `≥ ${aim}×`, reached, unit: '×', isMet, note };
}

function atMost(what: string, aim: number, reached: number | null, unit: string): Aim {
  // Hundredths of a call are the ends of the window.
  const isMet = reached === null ? null : reached <= aim * 1.002;
  return { what, aim: `≤ ${aim}${unit}`, reached, unit, isMet, note: '' };
}
