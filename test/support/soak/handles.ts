import { globalAgent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { SystemName } from '../product.ts';
import type { Scrape } from '../scrape.ts';
import type { Scene } from './scene.ts';

/** Resources that keep a process alive, such as sockets and timers, counted by the types that Node reports. */
export type Handles = ReadonlyMap<string, number>;

const SYSTEMS: readonly SystemName[] = ['crm', 'commerce', 'erp', 'accounting'];
const SAMPLES = 12;
const BETWEEN_MS = 500;

/** The handles in the metrics of a process. */
export function handlesIn({ values, sum }: Scrape): Handles {
  const name = 'nodejs_active_resources';
  return new Map(values(name, 'type').map((type) => [type, sum(name, { type })]));
}

/** The total number of handles. */
export function countOf(handles: Handles): number {
  return [...handles.values()].reduce((sum, count) => sum + count, 0);
}

/**
 * The fewest handles that an idle process has over several samples; it still polls for changes now and then. Idle keep-alive connections
 * are closed first, since they are not leaks.
 */
export async function idleHandles({ backends, webhooks, metrics }: Scene): Promise<Handles> {
  globalAgent.destroy();
  for (const proxy of [webhooks, ...SYSTEMS.map((system) => backends.proxy(system))]) {
    await proxy.poison('down');
    await proxy.heal();
  }
  let least: Handles = handlesIn(await metrics());
  for (let taken = 1; taken < SAMPLES; taken += 1) {
    await pause(BETWEEN_MS);
    const found = handlesIn(await metrics());
    if (countOf(found) < countOf(least)) least = found;
  }
  return least;
}
