import type { Retention } from '../../../../changes/limits.ts';
import type { ChangeLog } from '../../../../changes/log.ts';

/** A log as two replicas see it; both may be the same object. */
export interface LogBench extends AsyncDisposable {
  readonly one: ChangeLog;
  readonly other: ChangeLog;
  /** Lets this much time pass by the log's clock. */
  readonly pass: (ms: number) => Promise<void>;
  /** Makes all names this much older. */
  readonly ageNames: (ms: number) => Promise<void>;
}

/** Opens an empty log with the retention of {@link FAR}, except for what `reach` overrides. */
export type OpenBench = (reach?: Partial<Retention>) => Promise<LogBench>;
