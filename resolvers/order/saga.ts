import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome, Refusal, RefusalCode } from '../../datasources/errors.ts';

/** The last one outlasts the restart of a system. */
const PAUSES_MS = [1_000, 5_000, 30_000, 300_000];

/**
 * Runs a compensation that must succeed. Awaits the first try; if it fails, retries after pauses in the background. Never throws: an error
 * here must not hide the one that led here.
 */
export async function withRetries(
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): Promise<void> {
  if (!(await succeeds(work, failed))) void keepTrying(work, failed);
}

async function keepTrying(work: () => Promise<unknown>, failed: (error: unknown) => void): Promise<void> {
  for (const ms of PAUSES_MS) {
    await pause(ms, undefined, { ref: false });
    if (await succeeds(work, failed)) return;
  }
}

async function succeeds(work: () => Promise<unknown>, failed: (error: unknown) => void): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** The reason for which a write was refused; null if it took effect, or if `done` says that another one had the same effect before. */
export function refusalOf(outcome: Outcome<unknown>, done: RefusalCode): Refusal | null {
  return outcome.ok || outcome.refusal.code === done ? null : outcome.refusal;
}

/** Makes a refusal refer to none of the caller's arguments. */
export function ofNoArgument(refusal: Refusal): Refusal {
  return { ...refusal, field: [] };
}
