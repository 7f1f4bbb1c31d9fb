/**
 * The intake of one system in its own process; it prints its URL. If DIE is `before` or `after`, it kills itself, as a crash would,
 * before or after the first webhook is appended to the log.
 */
import type { ChangeLog, Recording } from '../../../changes/log.ts';
import { openLasting } from './lasting-logs.ts';
import { openRealIntake } from './real-intake.ts';

const { LOG_AT = '', CRM_AT = '', DIE = 'never' } = process.env;
/** Short enough to expire before the test goes on after a kill. */
const LEASE_MS = 500;
const lasting = openLasting(LOG_AT);

function dieAt(now: string, { name: once }: Recording): void {
  if (once !== null && DIE === now) process.kill(process.pid, 'SIGKILL');
}

const log: ChangeLog = new Proxy(lasting, {
  get: (target, name) => {
    if (name === 'append') {
      return async (recording: Recording) => {
        dieAt('before', recording);
        const recorded = await target.append(recording);
        dieAt('after', recording);
        return recorded;
      };
    }
    if (name === 'lease') return (source: string) => target.lease(source, LEASE_MS);
    const value: unknown = Reflect.get(target, name);
    return typeof value === 'function' ? (value.bind(target) as unknown) : value;
  },
});
// Webhooks must come first: polled changes would be in the log already.
const { url } = await openRealIntake({ systems: { crm: CRM_AT }, log, pollMs: 3_600_000 });
console.log(url);
