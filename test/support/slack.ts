/** Whether figures are to be kept as they are promised: `npm run figures` says so, which runs one file at a time on a machine at rest. */
export const IS_STRICT = process.env['STRICT'] === '1';

/** What a machine that is busy with other tests may take beside what is promised; nothing where it is the figures that are asked for. */
export function slack(generous: number): number {
  return IS_STRICT ? 0 : generous;
}

/** Prints what was promised and what was reached, on a line that `npm run figures` finds again. */
export function figure(promised: string, reached: string): void {
  console.log(`figure | ${promised} | ${reached}`);
}

/** A time as figures have it. */
export const told = (ms: number): string => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
