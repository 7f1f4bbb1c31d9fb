import type { Headers, Purpose } from '../scope.ts';
import { fieldText } from '../header-field.ts';

/** The share of a system's quota that must be left for a call. Single reads and writes are sent as long as the system accepts them. */
const MIN_SHARES = { background: 0.2, report: 0.1, single: 0 } as const satisfies Record<Purpose, number>;
/** How long a reported quota counts if the system does not say when it resets. */
const DEFAULT_RESET_MS = 1_000;
/** From this value up, a reset is a date in seconds rather than a number of seconds from now. */
const EPOCH_SECONDS = 1_000_000_000;

/** The quota of this process, as last reported by the system. */
interface ReportedQuota {
  readonly share: number;
  /** By `performance.now()`. */
  readonly until: number;
}

/**
 * Tracks what is left of a system's own quota, as reported by its answers: when it runs low, background reads stop first, then reports, so
 * that single reads are answered longest. A system that reports no quota has none.
 */
export class Quota {
  #reported: ReportedQuota | null = null;

  /** Reads the quota from the header fields of an answer. */
  heed(headers: Headers): void {
    const left = standardOf(headers) ?? customaryOf(headers);
    if (left)
      this.#reported = { share: left.remaining / left.limit, until: performance.now() + left.resetMs };
  }

  /** Milliseconds that a call must wait; null if it may be sent. */
  waitMs(purpose: Purpose): number | null {
    if (!this.#reported || this.#reported.share >= MIN_SHARES[purpose]) return null;
    const left = this.#reported.until - performance.now();
    return left > 0 ? left : null;
  }
}

interface Remainder {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** `RateLimit: "day";r=40;t=30` beside `RateLimit-Policy: "day";q=100;w=60` (draft-ietf-httpapi-ratelimit-headers-10). */
function standardOf(headers: Headers): Remainder | null {
  if (headers['ratelimit'] === undefined) return null;
  const policies = fieldText(headers['ratelimit-policy']);
  const states = fieldText(headers['ratelimit']).split(',');
  const found = states.flatMap((state) => {
    const [name = ''] = state.trim().split(';');
    const policy = policies.split(',').find((one) => one.trim().split(';')[0] === name);
    const left = leftOf(
      parameterOf(policy, 'q'),
      parameterOf(state, 'r'),
      parameterOf(state, 't') ?? parameterOf(policy, 'w'),
    );
    return left && name.startsWith('"') ? [left] : [];
  });
  return scarcest(found);
}

/** The fields of earlier drafts, and the same with the common prefix; the reset in seconds or as a date. */
const CUSTOMARY = [
  { limit: 'ratelimit-limit', remaining: 'ratelimit-remaining', reset: 'ratelimit-reset' },
  { limit: 'x-ratelimit-limit', remaining: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset' },
] as const;

function customaryOf(headers: Headers): Remainder | null {
  const figure = (name: string) => numberOf(fieldText(headers[name]));
  const found = CUSTOMARY.flatMap(({ limit, remaining, reset }) => {
    if (headers[limit] === undefined) return [];
    return leftOf(figure(limit), figure(remaining), figure(reset)) ?? [];
  });
  return scarcest(found);
}

function leftOf(limit: number | null, remaining: number | null, reset: number | null): Remainder | null {
  if (limit === null || limit <= 0 || remaining === null) return null;
  if (reset === null) return { limit, remaining, resetMs: DEFAULT_RESET_MS };
  const resetMs = reset >= EPOCH_SECONDS ? Math.max(0, reset * 1_000 - Date.now()) : reset * 1_000;
  return { limit, remaining, resetMs };
}

function scarcest(found: readonly Remainder[]): Remainder | null {
  const [first = null] = found.toSorted(
    (one, other) => one.remaining / one.limit - other.remaining / other.limit,
  );
  return first;
}

function parameterOf(item: string | undefined, name: string): number | null {
  const found = item?.split(';').find((part) => part.trim().startsWith(`${name}=`));
  return found === undefined ? null : numberOf(found.slice(found.indexOf('=') + 1).trim());
}

function numberOf(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
