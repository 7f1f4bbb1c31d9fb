import { Seldom } from '../../../datasources/seldom.ts';
import type { RefusedCredentials } from '../../identity/authenticator.ts';
import { REFUSALS_MS, type OperationLog } from './operations.ts';

/**
 * Logs refused credentials: the first of each reason at once, and then at most one line every ten seconds, which says how many there were.
 */
export class RefusalLog {
  readonly #log: OperationLog;
  readonly #seldom: Seldom<RefusedCredentials['reason']>;

  /** `now` returns milliseconds, from any starting point. */
  constructor(log: OperationLog, now?: () => number) {
    this.#log = log;
    this.#seldom = new Seldom(REFUSALS_MS, now);
  }

  report({ reason, message }: RefusedCredentials, requestId: string): void {
    const refused = this.#seldom.count(reason);
    if (refused === null) return;
    this.#log.info({ requestId, reason, said: message, refused }, 'credentials were refused');
  }
}
