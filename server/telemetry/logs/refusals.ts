import type { RefusedCredentials } from '../../identity/authenticator.ts';
import type { OperationLog } from './operations.ts';

/** A flood of refused tokens must not become a flood of log lines. */
const INTERVAL_MS = 10_000;

/**
 * Logs refused credentials: the first of each reason at once, and then at most one line every ten seconds, which says how many there were.
 */
export class RefusalLog {
  readonly #log: OperationLog;
  readonly #now: () => number;
  readonly #suppressed = new Map<RefusedCredentials['reason'], { count: number; reportedAt: number }>();

  /** `now` returns milliseconds, from any starting point. */
  constructor(log: OperationLog, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  report({ reason, message }: RefusedCredentials, requestId: string): void {
    const now = this.#now();
    const suppressed = this.#suppressed.get(reason) ?? { count: 0, reportedAt: -Infinity };
    this.#suppressed.set(reason, suppressed);
    suppressed.count += 1;
    if (now - suppressed.reportedAt < INTERVAL_MS) return;
    this.#log.info(
      { requestId, reason, said: message, refused: suppressed.count },
      'credentials were refused',
    );
    suppressed.count = 0;
    suppressed.reportedAt = now;
  }
}
