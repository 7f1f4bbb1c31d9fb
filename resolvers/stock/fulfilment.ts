import type { OpenSupply } from '../../datasources/erp/model.ts';
import type { Id, Ref } from '../../datasources/ids.ts';

/** A line of an order, as far as stock is concerned. */
export interface OrderedLine {
  readonly number: number;
  readonly product: Ref<'Product'>;
  /** At least 1. */
  readonly quantity: number;
}

/** A line and what stock can cover; `available` and `shortBy` add up to the quantity. */
export interface PromisedLine extends OrderedLine {
  readonly status: FulfilmentStatus;
  readonly available: number;
  readonly shortBy: number;
}

/** A line with the day on which all of it is available; null if nothing is missing, or no day is known. */
export interface FulfilmentLine extends PromisedLine {
  readonly expectedOn: string | null;
}

/** The fulfilment of an order from stock and open supply. */
export interface Fulfilment {
  readonly status: FulfilmentStatus;
  readonly lines: readonly FulfilmentLine[];
  /** The latest day of the short lines; null if nothing is short, or the day of a short line is not known. */
  readonly expectedOn: string | null;
}

export type FulfilmentStatus = 'IN_STOCK' | 'PARTIAL' | 'SHORT';

/** Allocates stock to lines, first come, first served; a product that is not in `stock` has none. */
export function promiseOf(
  lines: readonly OrderedLine[],
  stock: ReadonlyMap<Id<'Product'>, number>,
): PromisedLine[] {
  const left = new Map(stock);
  return lines.map((line) => {
    const there = Math.max(left.get(line.product.id) ?? 0, 0);
    const available = Math.min(there, line.quantity);
    const shortBy = line.quantity - available;
    left.set(line.product.id, there - available);
    return { ...line, available, shortBy, status: statusOf(available, shortBy) };
  });
}

/** The allocation of lines whose goods have already been taken. */
export function allPromised(lines: readonly OrderedLine[]): PromisedLine[] {
  return lines.map((line) => ({ ...line, available: line.quantity, shortBy: 0, status: 'IN_STOCK' }));
}

/** When each short line can be filled from open supply, after the short lines before it. */
export function fulfilmentOf(
  lines: readonly PromisedLine[],
  supply: ReadonlyMap<Id<'Product'>, readonly OpenSupply[]>,
): Fulfilment {
  const awaited = new Map<Id<'Product'>, number>();
  const expected = lines.map((line): FulfilmentLine => {
    if (line.shortBy === 0) return { ...line, expectedOn: null };
    const { id } = line.product;
    const missing = (awaited.get(id) ?? 0) + line.shortBy;
    awaited.set(id, missing);
    return { ...line, expectedOn: dayOf(missing, supply.get(id) ?? []) };
  });
  return {
    status: statusOf(sum(lines, 'available'), sum(lines, 'shortBy')),
    lines: expected,
    expectedOn: lastDay(expected),
  };
}

function statusOf(available: number, shortBy: number): FulfilmentStatus {
  if (shortBy === 0) return 'IN_STOCK';
  return available === 0 ? 'SHORT' : 'PARTIAL';
}

/** The first due day by which enough has arrived; null if too little is on order. */
function dayOf(missing: number, supply: readonly OpenSupply[]): string | null {
  let come = 0;
  for (const { dueOn, outstanding } of supply.toSorted(byDay)) {
    come += outstanding;
    if (come >= missing) return dueOn;
  }
  return null;
}

/** Dates as text sort chronologically (RFC 3339, section 5.1). */
function byDay(one: OpenSupply, other: OpenSupply): number {
  return one.dueOn < other.dueOn ? -1 : Number(one.dueOn > other.dueOn);
}

function lastDay(lines: readonly FulfilmentLine[]): string | null {
  const days = lines.filter(({ shortBy }) => shortBy > 0).map(({ expectedOn }) => expectedOn);
  return days.includes(null) ? null : (days.toSorted().at(-1) ?? null);
}

function sum(lines: readonly PromisedLine[], part: 'available' | 'shortBy'): number {
  return lines.reduce((total, line) => total + line[part], 0);
}
