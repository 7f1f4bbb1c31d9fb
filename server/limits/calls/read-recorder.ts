import type { RequestedRead } from '../../../datasources/load/dry-run-reads.ts';

/** Reads in steps, one after the other; the reads of one step are concurrent. */
export type Steps = readonly (readonly RequestedRead[])[];

/** Records the reads that are requested while something runs. */
export class ReadRecorder {
  #steps: RequestedRead[][] = [[]];

  /** Records a read. Reads that are requested after the work has returned are not attributed to it. */
  readonly asked = (read: RequestedRead): void => {
    this.#steps.at(-1)?.push(read);
  };

  /** Starts a new step: reads requested from now on wait for earlier ones. */
  step(): void {
    this.#steps.push([]);
  }

  /** The reads requested while `work` runs. Throws what it throws. */
  during(work: () => void): Steps {
    const outer = this.#steps;
    const own: RequestedRead[][] = [[]];
    this.#steps = own;
    try {
      work();
    } finally {
      this.#steps = outer;
    }
    return own;
  }
}
