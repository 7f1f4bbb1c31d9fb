import { countOf } from './handles.ts';
import type { MixedReport } from './mixed.ts';

/** The limit for the rise of live memory, in bytes per minute. */
export const MOST_RISE = 1_000_000;
const END_MS = 10_000;
/** Error codes to expect while a system or Redis is down, or on an overloaded machine. */
const EXCUSED = /^(UPSTREAM_\w+|CHANGES_UNAVAILABLE|REGISTER_UNAVAILABLE|OPERATION_TIMEOUT|OVERLOADED)$/;
const EXCUSED_WITHOUT_FAULTS = /^OVERLOADED$/;

/** The broken promises in a report. */
export function brokenBy(found: Omit<MixedReport, 'broken'>, withFaults: boolean): readonly string[] {
  const { kinds, wrong, risePerMinute, handles, end } = found;
  const broken = [...new Set(wrong)];
  const excused = withFaults ? EXCUSED : EXCUSED_WITHOUT_FAULTS;
  for (const [kind, { errors }] of kinds) {
    for (const [code, count] of errors) if (!excused.test(code)) broken.push(`${kind}: ${count} × ${code}`);
  }
  if (risePerMinute !== null && risePerMinute >= MOST_RISE)
    broken.push(`live memory rises by ${(risePerMinute / 1_000_000).toFixed(2)} MB a minute`);
  if (countOf(handles.after) > countOf(handles.before)) {
    const more = [...handles.after].filter(([type, count]) => count > (handles.before.get(type) ?? 0));
    broken.push(`handles are left: ${more.map(([type, count]) => `${count} × ${type}`).join(', ')}`);
  }
  if (end.code !== 0 || end.stderr !== '') broken.push(`the process ended with ${end.code}: ${end.stderr}`);
  if (end.ms > END_MS) broken.push(`the process took ${Math.round(end.ms)} ms to end`);
  return broken;
}
