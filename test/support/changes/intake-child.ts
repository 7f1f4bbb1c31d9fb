/**
 * What takes the changes of one system, in a process of its own: prints where it is. It kills itself as a crash would before or after the first
 * webhook is put into the log, where DIE says so.
 */
import type { ChangeLog, Recording } from '../../../changes/log.ts';
import { openLasting } from './lasting-logs.ts';
import { openRealIntake } from './real-intake.ts';

const { LOG_AT = '', CRM_AT = '', DIE = 'never' } = process.env;
/** Over before anybody has noticed that its holder was killed. */
const LEASE_MS = 500;
const real = openLasting(LOG_AT);

function dieIf(now: string, { once }: Recording): void {
  if (once !== null && DIE === now) process.kill(process.pid, 'SIGKILL');
}

const log: ChangeLog = new Proxy(real, {
  get: (target, name) => {
    if (name === 'append') {
      return async (recording: Recording) => {
        dieIf('before', recording);
        const recorded = await target.append(recording);
        dieIf('after', recording);
        return recorded;
      };
    }
    if (name === 'lease') return (source: string) => target.lease(source, LEASE_MS);
    const value: unknown = Reflect.get(target, name);
    return typeof value === 'function' ? (value.bind(target) as unknown) : value;
  },
});
// Webhooks are to be what comes first: what is polled besides would be in the log already.
const { url } = await openRealIntake({ systems: { crm: CRM_AT }, log, pollMs: 3_600_000 });
console.log(url);
