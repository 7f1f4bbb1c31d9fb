import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '../dice.ts';
import { TOXICS } from '../faults/toxic-proxy.ts';
import { LINKS, type Ways } from '../faults/ways.ts';

/** How long something is wrong, and how long nothing is, in milliseconds: by lot. */
const WRONG_MS = [500, 3_000] as const;
const CALM_MS = [1_500, 5_000] as const;

/**
 * Has one thing after the other go wrong on one of the ways, until `signal` says that it is enough; then all is well. Counts into `counted`
 * what went wrong where.
 */
export async function trouble(
  ways: Ways,
  dice: Dice,
  counted: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  /** Whether it has gone by; not where it is enough. */
  const wait = (ms: number) => pause(ms, true, { signal }).catch(() => false);
  while (await wait(dice.between(...CALM_MS))) {
    const [link, toxic] = [dice.pick(LINKS), dice.pick(TOXICS)];
    const what = `${toxic} to ${link}`;
    counted.set(what, (counted.get(what) ?? 0) + 1);
    await ways.to(link).poison(toxic);
    await wait(dice.between(...WRONG_MS));
    await ways.to(link).heal();
  }
}
