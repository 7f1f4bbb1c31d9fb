import type { Retention } from '../../../changes/limits.ts';
import type { ChangeLog } from '../../../changes/log.ts';

/** A log as two replicas see it, which may be one. */
export interface LogBench extends AsyncDisposable {
  readonly one: ChangeLog;
  readonly other: ChangeLog;
  /** Lets so much time pass by the log's clock. */
  readonly pass: (ms: number) => Promise<void>;
  /** Lets names be so much older. */
  readonly ageNames: (ms: number) => Promise<void>;
}

/** Opens an empty log that reaches as far as {@link FAR}, or so. */
export type OpenBench = (reach?: Partial<Retention>) => Promise<LogBench>;
