import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '../dice.ts';
import { TOXICS } from '../faults/toxic-proxy.ts';
import { LINKS, type FaultyBackends } from '../faults/faulty-backends.ts';

/** The ranges of the random durations of faults, and of pauses between them, in milliseconds. */
const WRONG_MS = [500, 3_000] as const;
const CALM_MS = [1_500, 5_000] as const;

/**
 * Injects one random fault after the other on random links until `signal` aborts, and then ends the last one. Counts faults by kind and
 * link in `counted`.
 */
export async function trouble(
  backends: FaultyBackends,
  dice: Dice,
  counted: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  /** Resolves with true after this time, or with false once `signal` aborts. */
  const wait = (ms: number) => pause(ms, true, { signal }).catch(() => false);
  while (await wait(dice.between(...CALM_MS))) {
    const [link, toxic] = [dice.pick(LINKS), dice.pick(TOXICS)];
    const what = `${toxic} to ${link}`;
    counted.set(what, (counted.get(what) ?? 0) + 1);
    await backends.proxy(link).poison(toxic);
    await wait(dice.between(...WRONG_MS));
    await backends.proxy(link).heal();
  }
}
