/** Whether limits apply exactly as promised, without a tolerance. `npm run figures` sets this; it runs one file at a time on an idle machine. */
export const IS_STRICT = process.env['STRICT'] === '1';

/** The tolerance for a machine that is busy with other tests: `generous`, or 0 if {@link IS_STRICT}. */
export function slack(generous: number): number {
  return IS_STRICT ? 0 : generous;
}

/** Prints a promise and the measured result on a line that `npm run figures` collects. */
export function figure(promised: string, reached: string): void {
  console.log(`figure | ${promised} | ${reached}`);
}

/** Formats a duration as figures show it: milliseconds, with one decimal below 100 ms. */
export const formatMs = (ms: number): string => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
