import { Cache } from '../../datasources/cache/cache.ts';
import type { Recorder } from '../../datasources/changes.ts';
import { requestScope } from '../../datasources/load/request-reads.ts';
import type { PolicySettings } from '../../datasources/rest/policies.ts';
import type { RequestScope } from '../../datasources/scope.ts';
import { connect, type Connection, type System, type SystemSettings } from '../../datasources/system.ts';
import { UNRECORDED } from './recording.ts';

/** The usual policies around calls, without what depends on how many have failed before. */
export const POLICIES = {
  timeoutMs: 2_000,
  fairMs: 1_000,
  concurrency: 8,
  retries: 2,
  retryBudget: 1_000,
  breakerFailures: 0,
} satisfies PolicySettings;

/** A log that says nothing. */
export const quiet = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** Caches that keep nothing and share nothing, so that every read is a call. */
export function cacheless(recorder: Recorder = UNRECORDED): Cache {
  return new Cache({ isOn: false, memoryBytes: 0, tier: null, staleMs: 0, clock: performance, recorder });
}

/** A connection to a system alone, without a gateway and without caches. */
export function connectAlone<Source>(
  system: System<Source>,
  settings: Pick<SystemSettings, 'baseUrl' | 'identity'> & Partial<SystemSettings>,
  recorder: Recorder = UNRECORDED,
): Connection<Source> {
  const usual = { ...POLICIES, timeoutMs: 5_000, maxBatch: 100, maxAgeMs: 0, staleIfErrorMs: 0 };
  return connect(system, { ...usual, ...settings }, cacheless(recorder), quiet);
}

/** What data sources get of a request. */
export function scopeOf(requestId = 'test', signal = new AbortController().signal): RequestScope {
  return requestScope({ requestId, signal });
}
