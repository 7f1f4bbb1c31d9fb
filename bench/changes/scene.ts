import { setTimeout as sleep } from 'node:timers/promises';
import type { Started } from '../targets/process.ts';
import { Changer } from './changer.ts';
import { Crowd } from './crowd.ts';
import { customersOf, questionAbout } from './question.ts';
import { Tally } from './tally.ts';
import type { Target } from './targets.ts';

const FIRST_RESULT_MS = 20_000;
const RETRY_MS = 500;

/** A server with its subscribers, all of which have received a change already. */
export interface Scene extends Disposable {
  readonly crowd: Crowd;
  readonly changer: Changer;
  readonly tally: Tally;
  readonly customers: readonly string[];
}

/** Opens subscribers, and waits until each has received a result. */
export async function openScene(
  target: Target,
  server: Started,
  upstream: Started,
  { subscribers, groups }: { readonly subscribers: number; readonly groups: number },
): Promise<Scene> {
  const tally = new Tally();
  const customers = customersOf(groups);
  const subscriptions = Array.from({ length: subscribers }, (_, n) =>
    questionAbout(customers[n % groups] ?? ''),
  );
  const crowd = await Crowd.open(server.url, subscriptions, tally);
  const parts = {
    upstream: upstream.url,
    server: server.url,
    notify: target.notify,
    tally,
  };
  const changer = await Changer.open(parts);
  const close = () => {
    crowd[Symbol.dispose]();
    changer[Symbol.dispose]();
  };
  const scene = { crowd, changer, tally, customers, [Symbol.dispose]: close };
  await hearAll({ ...scene, check: () => crowd.check() });
  return scene;
}

/**
 * Changes customers until all subscribers have received one change: servers do not acknowledge that a subscription is established. Rejects
 * after 20 s.
 */
export async function hearAll({
  tally,
  changer,
  customers,
  check,
}: Pick<Scene, 'tally' | 'changer' | 'customers'> & { readonly check: () => void }): Promise<void> {
  const until = performance.now() + FIRST_RESULT_MS;
  while (tally.silent > 0) {
    if (performance.now() > until) throw new Error(`${tally.silent} subscribers have received no result.`);
    await Promise.all(customers.map((id) => changer.change(id)));
    const again = performance.now() + RETRY_MS;
    while (tally.silent > 0 && performance.now() < again) await sleep(20);
    check();
  }
}

/**
 * Changes all customers again and again for so many seconds, as fast as all subscribers receive the changes. In production, V8 has long
 * compiled the code that runs for each event; ten seconds after a start it has not. The peer, which runs that code once per subscriber, gets
 * there a hundred times sooner.
 */
export async function warmUp(
  { tally, changer, customers, crowd }: Scene,
  subscribers: number,
  seconds: number,
): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    // Results from before, for subscribers that already had one while others had none, may still be on their way.
    const owed = tally.deliveries + subscribers;
    await Promise.all(customers.map((id) => changer.change(id)));
    while (tally.deliveries < owed && performance.now() < until) await sleep(1);
    crowd.check();
  }
}
