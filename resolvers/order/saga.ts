import type { Outcome } from '../../datasources/errors.ts';

/** What has been done so far and how to undo it, the last first. Moving it out keeps what was done. */
export type Undo = AsyncDisposableStack;

const MAX_ATTEMPTS = 20;

/**
 * One step of a saga, repeatable under the saga's idempotency key. A replayed result may be dead: an earlier
 * attempt under the same key failed later on and undid it. The step then runs anew under the next number, so
 * that repeating a saga leads to its end and never to a second living result.
 */
export async function onceAlive<T>(
  key: string,
  step: (key: string) => Promise<Outcome<T>>,
  isAlive: (value: T) => Promise<boolean>,
): Promise<Outcome<T>> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await step(`${key}:${attempt}`);
    if (!outcome.ok || !outcome.replayed || attempt === MAX_ATTEMPTS || (await isAlive(outcome.value)))
      return outcome;
  }
}
