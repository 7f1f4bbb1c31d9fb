import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WebhookStore } from '../../changes/webhooks/store.ts';
import { openSqliteWebhooks } from '../../changes/webhooks/sqlite/store.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { IN_MEMORY, openStore } from '../../changes/sqlite/store.ts';
import { Dice } from '../support/dice.ts';
import { openOn, valueOf } from '../support/webhooks/bench.ts';
import { record } from '../support/changes.ts';
import { changeOf } from '../support/webhooks/changes.ts';
import { chaotic } from '../support/webhooks/chaos.ts';
import { checkPromises } from '../support/webhooks/promises.ts';
import { Receiver } from '../support/webhooks/receiver.ts';
import { ALL_CHANGES } from '../support/recording.ts';

const scenario = fc.record({
  seed: fc.integer(),
  /** How often receivers and the store fail, in percent. */
  failing: fc.integer({ min: 0, max: 60 }),
  breaking: fc.integer({ min: 0, max: 15 }),
  /** The orders that change, one after another. */
  orders: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 20, maxLength: 60, size: 'max' }),
  concurrency: fc.integer({ min: 1, max: 8 }),
  maxPending: fc.integer({ min: 1, max: 100 }),
  /** The changes after which a process dies and another starts. */
  deaths: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 2 }),
});

test('whatever fails, each change arrives, under one id, and after its entity’s last one was accepted', async () => {
  let doubled = 0;
  let arrivals = 0;
  await fc.assert(
    fc.asyncProperty(
      scenario,
      async ({ seed, failing, breaking, orders, concurrency, maxPending, deaths }) => {
        const dice = new Dice(seed);
        await using receiver = await Receiver.start();
        receiver.reply = () => ({ status: dice.percent(failing) ? dice.pick([0, 500, 503, 302]) : 200 });
        const store = openStore(IN_MEMORY);
        const log = openSqliteLog({ store, maxEvents: 1_000_000, maxAgeMs: 86_400_000 });
        const wreck: { dead: boolean }[] = [];
        const open = () => {
          const life = { dead: false };
          wreck.push(life);
          const state = (): WebhookStore => chaotic(openSqliteWebhooks(store), dice, breaking, life);
          const backing = { log, open: state, [Symbol.asyncDispose]: async () => undefined };
          const pool = { leaseMs: 400, tickMs: 30, drainMs: 0 };
          return openOn(backing, {
            settings: { concurrency, maxPending },
            pauses: Array(10_000).fill(5),
            pool,
          });
        };
        let webhooks = open();
        const dying: Promise<void>[] = [];
        const steady = openSqliteWebhooks(store);
        const endpoint = { url: receiver.url, description: null, filter: ALL_CHANGES, key: 'one' };
        let created = await webhooks.create(endpoint).catch(() => null);
        while (!created?.ok) created = await webhooks.create(endpoint).catch(() => null);
        const { id, taken } = valueOf(created);
        for (const [index, order] of orders.entries()) {
          await record({ changes: { log } }, changeOf(String(order)));
          webhooks.wake();
          await new Promise((resolve) => setTimeout(resolve, dice.between(0, 8)));
          if (!deaths.includes(index)) continue;
          // Nothing that it does from now on has any effect, as if the process had been killed.
          const last = wreck.at(-1);
          if (last) last.dead = true;
          dying.push(webhooks.close());
          webhooks = open();
        }
        while ((await steady.counts(id)).delivered < orders.length) {
          webhooks.wake();
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        await webhooks.close();
        await Promise.all(dying);
        const counts = checkPromises(id, await log.read(taken, 1_000), receiver.arrivals);
        expect(counts.lost).toBe(0);
        doubled += counts.doubled;
        arrivals += counts.arrivals;
        await log.close();
        store.close();
      },
    ),
    { numRuns: 10 },
  );
  console.log(`${arrivals} arrivals, ${doubled} of them again under the same id`);
}, 240_000);
