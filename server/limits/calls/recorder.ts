import type { AskedRead } from '../../../datasources/load/rehearsed-reads.ts';

/** Reads that are asked for one step after the other; those of a step at once. */
export type Steps = readonly (readonly AskedRead[])[];

/** Takes down the reads that are asked for while something runs. */
export class Recorder {
  #steps: AskedRead[][] = [[]];

  /** Takes down a read. One that is asked for later than what it is asked for by has run is nobody's. */
  readonly asked = (read: AskedRead): void => {
    this.#steps.at(-1)?.push(read);
  };

  /** What is asked for from now on waits for what was before. */
  step(): void {
    this.#steps.push([]);
  }

  /** What is asked for while `work` runs. Throws what it throws. */
  during(work: () => void): Steps {
    const outer = this.#steps;
    const own: AskedRead[][] = [[]];
    this.#steps = own;
    try {
      work();
    } finally {
      this.#steps = outer;
    }
    return own;
  }
}
