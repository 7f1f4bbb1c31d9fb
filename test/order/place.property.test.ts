import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../support/fault-proxy.ts';
import { startFaultyProduct, type FaultyProduct } from '../support/faulty-product.ts';
import { recordsOf, orderOf, PLACE_BRIEFLY, stockOf } from '../support/ordering.ts';
import { Systems } from '../support/systems.ts';
import { until } from '../support/until.ts';

let product: FaultyProduct;
let systems: Systems;
beforeAll(async () => {
  product = await startFaultyProduct();
  systems = new Systems(product);
});
afterAll(() => product[Symbol.asyncDispose]());

const fault = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fault>('pass') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fault[]>('cut', 'lose', { status: 500 }, { status: 409, code: 'odd' }),
  },
);
/** For each try, the faults of its calls in the order in which they are made. */
const tries = fc.array(fc.array(fault, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 });

let customer = 15000;

test('whatever fails, one key never leaves more than one uncancelled order, and the stock adds up', async () => {
  await fc.assert(
    fc.asyncProperty(tries, fc.integer({ min: 1, max: 3 }), async (faults, quantity) => {
      const buyer = ++customer;
      const before = await stockOf(systems, 996);
      const variables = { input: orderOf(buyer, 996, quantity), key: `property-${buyer}` };
      for (const some of faults) {
        const left = [...some];
        // Faults affect only the calls after reading customer and products: nothing has an effect before that.
        for (const proxy of Object.values(product.proxies)) {
          proxy.set((call) =>
            /^(GET|POST) \S+\/(products|read)$/.test(call) ? 'pass' : (left.shift() ?? 'pass'),
          );
        }
        await product.ask(PLACE_BRIEFLY, variables);
        await agrees(buyer, before.onHand, quantity);
      }
      for (const proxy of Object.values(product.proxies)) proxy.set();
      // An undo that is still being retried may release what the next try holds: then the payload says so.
      await until(async () => {
        const { data } = await product.ask(PLACE_BRIEFLY, variables);
        expect(data.orderPlace).toMatchObject({ order: { status: 'PLACED' }, invoice: { status: 'OPEN' } });
      });
      await agrees(buyer, before.onHand, quantity);
      const after = await recordsOf(systems, buyer, 996);
      expect(after.orders.filter(({ status }) => status === 'placed')).toHaveLength(1);
      expect(after.invoices.filter(({ status }) => status === 'OPEN')).toHaveLength(1);
      expect(after).toMatchObject({ onHand: before.onHand - quantity, reserved: 0 });
    }),
    { numRuns: 15 },
  );
}, 180_000);

/** Checks that there is at most one uncancelled order, and that goods have left the stock only for confirmed holds. */
async function agrees(buyer: number, onHand: number, quantity: number): Promise<void> {
  const { orders, reservations, ...stock } = await recordsOf(systems, buyer, 996);
  expect(orders.filter(({ status }) => status === 'placed').length).toBeLessThanOrEqual(1);
  const confirmed = reservations.filter((status) => status === 'Confirmed').length;
  expect(confirmed).toBeLessThanOrEqual(1);
  expect(stock.onHand).toBe(onHand - confirmed * quantity);
}
