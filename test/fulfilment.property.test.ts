import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenSupply } from '../datasources/erp/model.ts';
import { refTo, type Id } from '../datasources/ids.ts';
import { fulfilmentOf, promiseOf, type Fulfilment, type OrderedLine } from '../resolvers/stock/fulfilment.ts';

type PerProduct<T> = ReadonlyMap<Id<'Product'>, T>;

function line(number: number, product: string, quantity: number): OrderedLine {
  return { number, product: refTo<'Product'>(product), quantity };
}

function perProduct<T>(values: Readonly<Record<string, T>>): PerProduct<T> {
  return new Map(Object.entries(values).map(([id, value]) => [refTo<'Product'>(id).id, value]));
}

function due(dueOn: string, outstanding: number, product = '1'): OpenSupply {
  return { product: refTo(product), purchaseOrder: refTo('4001'), dueOn, outstanding };
}

function fulfil(
  lines: readonly OrderedLine[],
  stock: Readonly<Record<string, number>>,
  supply: Readonly<Record<string, readonly OpenSupply[]>> = {},
): Fulfilment {
  return fulfilmentOf(promiseOf(lines, perProduct(stock)), perProduct(supply));
}

/** Status, quantity available, quantity missing and expected date of each line. */
function rows({ lines }: Fulfilment) {
  return lines.map(({ status, available, shortBy, expectedOn }) => [status, available, shortBy, expectedOn]);
}

describe('an order against stock', () => {
  test('is in stock if every line is', () => {
    const result = fulfil([line(1, '1', 3), line(2, '2', 1)], { 1: 3, 2: 9 });
    expect(rows(result)).toEqual([
      ['IN_STOCK', 3, 0, null],
      ['IN_STOCK', 1, 0, null],
    ]);
    expect(result).toMatchObject({ status: 'IN_STOCK', expectedOn: null });
  });

  test('keeps the number, product and quantity of its lines', () => {
    expect(fulfil([line(7, '1', 3)], {}).lines[0]).toMatchObject({
      number: 7,
      product: { id: '1' },
      quantity: 3,
    });
  });

  test('is partial if one line is covered and another is not', () => {
    const result = fulfil([line(1, '1', 1), line(2, '2', 1)], { 1: 1 });
    expect(rows(result)).toEqual([
      ['IN_STOCK', 1, 0, null],
      ['SHORT', 0, 1, null],
    ]);
    expect(result.status).toBe('PARTIAL');
  });

  test('is short if nothing is available for it', () => {
    expect(fulfil([line(1, '1', 1), line(2, '2', 5)], { 2: 0 }).status).toBe('SHORT');
  });

  test('serves an earlier line of the same product first', () => {
    const result = fulfil([line(1, '1', 4), line(2, '1', 4), line(3, '1', 4)], { 1: 6 });
    expect(rows(result)).toEqual([
      ['IN_STOCK', 4, 0, null],
      ['PARTIAL', 2, 2, null],
      ['SHORT', 0, 4, null],
    ]);
  });

  test('without lines is in stock', () => {
    expect(fulfil([], {})).toEqual({ status: 'IN_STOCK', lines: [], expectedOn: null });
  });
});

describe('the expected date of a short line', () => {
  const supply = { 1: [due('2014-08-20', 5), due('2014-08-05', 2), due('2014-08-05', 1)] };

  test('is the first by which the supply due covers it, in whatever order the supply is listed', () => {
    expect(rows(fulfil([line(1, '1', 3)], {}, supply))).toEqual([['SHORT', 0, 3, '2014-08-05']]);
    expect(rows(fulfil([line(1, '1', 4)], {}, supply))).toEqual([['SHORT', 0, 4, '2014-08-20']]);
    expect(rows(fulfil([line(1, '1', 8)], {}, supply))).toEqual([['SHORT', 0, 8, '2014-08-20']]);
  });

  test('is unknown if too few are on order', () => {
    expect(rows(fulfil([line(1, '1', 9)], {}, supply))).toEqual([['SHORT', 0, 9, null]]);
  });

  test('concerns only the quantity that stock does not cover', () => {
    expect(rows(fulfil([line(1, '1', 9)], { 1: 6 }, supply))).toEqual([['PARTIAL', 6, 3, '2014-08-05']]);
  });

  test('counts only the supply that earlier short lines of the same product leave', () => {
    const result = fulfil([line(1, '1', 2), line(2, '1', 2), line(3, '1', 5)], {}, supply);
    expect(rows(result).map(([, , , day]) => day)).toEqual(['2014-08-05', '2014-08-20', null]);
  });

  test('is not delayed by lines of other products', () => {
    const result = fulfil([line(1, '2', 9), line(2, '1', 3)], {}, supply);
    expect(rows(result).map(([, , , day]) => day)).toEqual([null, '2014-08-05']);
  });

  test('of the whole order is the latest of its lines, and unknown if one of them is', () => {
    const both = { 1: [due('2014-08-20', 1)], 2: [due('2014-08-05', 1, '2')], 3: [] };
    const [late, early, never] = [line(1, '1', 1), line(2, '2', 1), line(3, '3', 1)];
    expect(fulfil([late, early], {}, both).expectedOn).toBe('2014-08-20');
    expect(fulfil([early, late], {}, both).expectedOn).toBe('2014-08-20');
    expect(fulfil([early, never, late], {}, both).expectedOn).toBeNull();
    expect(fulfil([never, early], { 3: 1 }, both).expectedOn).toBe('2014-08-05');
  });
});

const PRODUCTS = ['1', '2', '3'] as const;
const someProduct = fc.constantFrom(...PRODUCTS);
const someLines = fc
  .array(fc.tuple(someProduct, fc.integer({ min: 1, max: 20 })), { maxLength: 12 })
  .map((lines) => lines.map(([product, quantity], at) => line(at + 1, product, quantity)));
const someStock = fc.dictionary(someProduct, fc.integer({ min: 0, max: 40 }));
const someDay = fc.integer({ min: 1, max: 28 }).map((day) => `2014-08-${String(day).padStart(2, '0')}`);
const someSupply = fc
  .tuple(
    ...PRODUCTS.map(() => fc.array(fc.tuple(someDay, fc.integer({ min: 1, max: 15 })), { maxLength: 5 })),
  )
  .map((all) =>
    Object.fromEntries(
      all.map((supplies, at) => {
        const product = PRODUCTS[at] ?? '1';
        return [product, supplies.map(([day, outstanding]) => due(day, outstanding, product))];
      }),
    ),
  );

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe('for any order', () => {
  test('the available and missing quantities of each line add up to its quantity', () => {
    fc.assert(
      fc.property(someLines, someStock, (lines, stock) => {
        for (const { available, shortBy, quantity } of fulfil(lines, stock).lines) {
          expect(available + shortBy).toBe(quantity);
          expect(Math.min(available, shortBy)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('stock is promised as far as it is needed, and never more than there is', () => {
    fc.assert(
      fc.property(someLines, someStock, (lines, stock) => {
        const result = fulfil(lines, stock).lines;
        for (const product of PRODUCTS) {
          const those = result.filter((one) => one.product.id === product);
          const wanted = total(those.map(({ quantity }) => quantity));
          expect(total(those.map(({ available }) => available))).toBe(Math.min(wanted, stock[product] ?? 0));
        }
      }),
    );
  });

  test('no supply is promised twice, and no date is later than necessary', () => {
    fc.assert(
      fc.property(someLines, someStock, someSupply, (lines, stock, supply) => {
        const result = fulfil(lines, stock, supply).lines;
        for (const [at, { product, shortBy, expectedOn }] of result.entries()) {
          const upTo = result.slice(0, at + 1).filter((one) => one.product.id === product.id);
          const taken = total(upTo.map((one) => one.shortBy));
          const comeBy = (holds: (dueOn: string) => boolean) =>
            total(
              (supply[product.id] ?? []).filter(({ dueOn }) => holds(dueOn)).map((one) => one.outstanding),
            );
          if (shortBy === 0) expect(expectedOn).toBeNull();
          else if (expectedOn === null) expect(comeBy(() => true)).toBeLessThan(taken);
          else {
            expect(comeBy((dueOn) => dueOn <= expectedOn)).toBeGreaterThanOrEqual(taken);
            expect(comeBy((dueOn) => dueOn < expectedOn)).toBeLessThan(taken);
          }
        }
      }),
    );
  });
});
