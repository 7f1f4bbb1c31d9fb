import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `holds` no longer throws; after `seconds`, rethrows its last error. */
export async function until(holds: () => Promise<void>, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    try {
      await holds();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(100);
    }
  }
}
