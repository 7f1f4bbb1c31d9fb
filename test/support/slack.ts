/** Whether limits apply exactly as promised. `npm run figures` sets this; it runs one file at a time on an idle machine. */
export const IS_STRICT = process.env['STRICT'] === '1';

/** How much more than promised a machine may take that is busy with other tests; 0 if {@link IS_STRICT}. */
export function slack(generous: number): number {
  return IS_STRICT ? 0 : generous;
}

/** Prints what was promised and what was reached, on a line that `npm run figures` collects. */
export function figure(promised: string, reached: string): void {
  console.log(`figure | ${promised} | ${reached}`);
}

/** A duration as figures show it. */
export const told = (ms: number): string => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
