import type { Refusal, RefusedPart } from '../../errors.ts';
import { isRecord } from '../../is-record.ts';
import { detailOf, type Problem } from '../../rest/refusal.ts';
import type { NewReservationLine } from '../model.ts';

/** Maps the ERP's `insufficient_stock` to these lines: to each that is short after the lines before it have taken theirs. */
export function shortageOf(lines: readonly NewReservationLine[]): (problem: Problem) => Refusal {
  return (problem) => {
    const whole = { code: 'OUT_OF_STOCK', field: ['lines'], message: detailOf(problem) } as const;
    const parts = shortParts(lines, availableOf(problem));
    return parts.length > 0 ? { ...whole, parts } : whole;
  };
}

function shortParts(
  lines: readonly NewReservationLine[],
  available: ReadonlyMap<string, number>,
): RefusedPart[] {
  const left = new Map(available);
  return lines.flatMap(({ product, quantity, name }, index) => {
    const there = left.get(product);
    // The ERP names only products whose total is short.
    if (there === undefined) return [];
    left.set(product, Math.max(there - quantity, 0));
    if (there >= quantity) return [];
    return [{ field: ['lines', String(index), 'quantity'], message: wordsFor(name, there, quantity) }];
  });
}

function wordsFor(name: string, available: number, quantity: number): string {
  const there = available === 0 ? 'None' : `Only ${available}`;
  return `${there} of ${name} ${available === 1 ? 'is' : 'are'} available; ${quantity} ${quantity === 1 ? 'was' : 'were'} asked for.`;
}

/** The available quantity of each product that is short. Malformed parts are skipped: the refusal stands anyway. */
function availableOf({ lines }: Problem): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of Array.isArray(lines) ? (lines as readonly unknown[]) : []) {
    if (!isRecord(line)) continue;
    const { ProductId, Available } = line;
    if (typeof ProductId === 'number' && typeof Available === 'number') {
      found.set(String(ProductId), Math.max(Available, 0));
    }
  }
  return found;
}
