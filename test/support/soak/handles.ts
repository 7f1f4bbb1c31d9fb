import { globalAgent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { SystemName } from '../product.ts';
import type { Scrape } from '../scrape.ts';
import type { Scene } from './scene.ts';

/** What keeps a process alive: sockets, timers and the like, by kind as Node tells them. */
export type Handles = ReadonlyMap<string, number>;

const SYSTEMS: readonly SystemName[] = ['crm', 'commerce', 'erp', 'accounting'];
const LOOKS = 12;
const BETWEEN_MS = 500;

/** As the process tells its handles at this moment. */
export function handlesIn({ values, sum }: Scrape): Handles {
  const name = 'nodejs_active_resources';
  return new Map(values(name, 'type').map((type) => [type, sum(name, { type })]));
}

/** How many there are. */
export function countOf(handles: Handles): number {
  return [...handles.values()].reduce((sum, count) => sum + count, 0);
}

/**
 * The fewest handles that a process has while nobody asks it anything: it still looks for changes every now and then. Connections that both
 * sides keep in case that more is asked are ended first, as they are no leak.
 */
export async function idleHandles({ ways, webhooks, metrics }: Scene): Promise<Handles> {
  globalAgent.destroy();
  for (const way of [webhooks, ...SYSTEMS.map((system) => ways.to(system))]) {
    await way.poison('down');
    await way.heal();
  }
  let least: Handles = handlesIn(await metrics());
  for (let look = 1; look < LOOKS; look += 1) {
    await pause(BETWEEN_MS);
    const found = handlesIn(await metrics());
    if (countOf(found) < countOf(least)) least = found;
  }
  return least;
}
