import type { Started } from '../targets/process.ts';
import { Changer } from './changer.ts';
import { customersOf, MISSED, HAPPENINGS } from './question.ts';
import { WebSocketSubscriber, type Hears } from './subscriber.ts';
import { Tally } from './tally.ts';
import type { Target } from './targets.ts';

const CURSOR = /"extensions":\{"cursor":"([^"]+)"\}/;
/** Changes sent at a time, to as many customers. */
const AT_ONCE = 500;
const CUSTOMERS = 50;

/** Makes a subscriber miss this many changes; returns the milliseconds from its return until it has received them all, in order. */
export async function measureMissed(
  target: Target,
  server: Started,
  upstream: Started,
  missed: number,
): Promise<number> {
  const customers = customersOf(CUSTOMERS);
  const tally = new Tally();
  const parts = { upstream: upstream.url, server: server.url, notify: target.notify, tally };
  using changer = await Changer.open(parts);
  const after = await cursorIn(server, changer, customers);
  for (let n = 0; n < missed; n += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, missed - n) }, (_, at) => customers[at % CUSTOMERS]);
    await Promise.all(some.map((id) => changer.change(id ?? '')));
  }
  const began = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let [count, last] = [0, -1];
  const subscription = { query: MISSED, variables: { after } };
  await using opened = new AsyncDisposableStack();
  opened.use(
    await WebSocketSubscriber.open(server.url, subscription, {
      next: (message) => {
        last = tally.receive(message, last);
        if (++count === missed) resolve(performance.now() - began);
      },
      fault: reject,
    }),
  );
  const ms = await promise;
  if (tally.disordered > 0) throw new Error(`${tally.disordered} of the missed changes came out of order.`);
  return ms;
}

/** The cursor of a change that was just delivered. */
async function cursorIn(server: Started, changer: Changer, customers: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const hears: Hears = {
    next: (message) => resolve(CURSOR.exec(message.toString('latin1'))?.[1] ?? ''),
    fault: reject,
  };
  const subscriber = await WebSocketSubscriber.open(server.url, { query: HAPPENINGS }, hears);
  // It is not known whether the subscription is established yet: one of these changes comes after it is.
  const again = setInterval(() => void changer.change(customers[0] ?? '').catch(reject), 50);
  const cursor = await promise.finally(() => clearInterval(again));
  subscriber[Symbol.dispose]();
  // Changes after it are missed too, unless everything that was begun has finished.
  await changer.change(customers[0] ?? '');
  return cursor;
}
