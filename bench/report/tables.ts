import type { Row } from '../results.ts';
import type { Aim } from './aims.ts';
import { figure, type Table } from './table.ts';

const HEADS = [
  '',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU µs/request',
  'server busy',
  'load busy',
  'REST/request',
  'MiB',
];
/** The baselines of ratios: the usual gateway, the fastest one, and hand-written code. */
const BASELINES = [
  ['apollo cold', 'to Apollo'],
  ['mercurius cold', 'to Mercurius'],
  ['handwritten cold', 'to hand-written'],
  ['plain hot', 'to plain Node'],
] as const;

/** The figures of one scenario, one row per server, with the ratios of requests per second to the baselines. */
export function scenarioTable(rows: readonly Row[], scenario: string): Table {
  const some = rows.filter((row) => row.scenario === scenario);
  const baselines = BASELINES.flatMap(([label, head]) => {
    const row = some.find(({ target }) => `${target.name} ${target.mode}` === label);
    return row ? [{ head, perSecond: row.perSecond }] : [];
  });
  return {
    heads: [...HEADS, ...baselines.map(({ head }) => head)],
    rows: some.map((row) => [
      row.target.title,
      figure(row.perSecond),
      figure(row.p50),
      figure(row.p99),
      figure(row.cpuMicros),
      percent(row.serverBusy),
      percent(row.loadBusy),
      figure(row.restCalls),
      figure(row.memoryMiB),
      ...baselines.map(({ perSecond }) => `${figure(row.perSecond / perSecond)}×`),
    ]),
  };
}

/** The goals beside the results. */
export function aimTable(aims: readonly Aim[]): Table {
  const isBounded = aims.some(({ bound }) => bound !== null);
  return {
    heads: ['what it must show', 'aim', 'reached', 'by CPU', ...(isBounded ? ['bound'] : []), ''],
    rows: aims.map(({ what, aim, reached, byCpu, bound, unit, isMet, note }) => [
      what,
      aim,
      reached === null ? 'not measured' : `${figure(reached)}${unit}`,
      byCpu === null ? '' : `${figure(byCpu)}×`,
      ...(isBounded ? [bound === null ? '' : `${figure(bound)}×`] : []),
      verdict(isMet, note),
    ]),
  };
}

/** A share as a percentage; a dash if there is none. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}

function verdict(isMet: boolean | null, note: string): string {
  if (isMet === null) return '–';
  return note === '' ? (isMet ? 'yes' : 'no') : `no: ${note}`;
}
