import { Cache } from '../../datasources/cache/cache.ts';
import type { Recorder } from '../../datasources/changes.ts';
import { requestScope } from '../../datasources/load/request-reads.ts';
import { RestClient, type RestClientOptions } from '../../datasources/rest/client.ts';
import { apiKey } from '../../datasources/rest/credentials/api-key.ts';
import type { PolicySettings } from '../../datasources/rest/policies.ts';
import { Validators } from '../../datasources/rest/validators.ts';
import type { RequestScope } from '../../datasources/scope.ts';
import { openSystem, type OpenSystem, type System, type SystemSettings } from '../../datasources/system.ts';
import { UNRECORDED } from './recording.ts';

/** Default policies for calls, without those that depend on earlier failures. */
export const POLICIES = {
  timeoutMs: 2_000,
  fairMs: 1_000,
  concurrency: 8,
  retries: 2,
  retryBudget: 1_000,
  breakerFailures: 0,
} satisfies PolicySettings;

/** A logger that discards everything. */
export const quiet = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** The client of a system; by default with these policies and an API key, and it requests every answer in full. */
export function restClient(
  baseUrl: string,
  options: Partial<RestClientOptions> = {},
): RestClient & AsyncDisposable {
  const client = new RestClient({
    system: 'shop',
    baseUrl,
    credentials: apiKey('key'),
    ...POLICIES,
    maxBatch: 100,
    validators: new Validators(0),
    log: quiet,
    ...options,
  });
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

/** A cache that is off, so that every read is a call. */
export function cacheless(recorder: Recorder = UNRECORDED): Cache {
  return new Cache({ isOn: false, memoryBytes: 0, tier: null, staleMs: 0, clock: performance, recorder });
}

/** A system, opened without a gateway and without caches. */
export function connectAlone<Source>(
  system: System<Source>,
  settings: Pick<SystemSettings, 'baseUrl' | 'credentials'> & Partial<SystemSettings>,
  recorder: Recorder = UNRECORDED,
): OpenSystem<Source> {
  const defaults = { ...POLICIES, timeoutMs: 5_000, maxBatch: 100, maxAgeMs: 0, staleIfErrorMs: 0 };
  return openSystem(system, { ...defaults, ...settings }, cacheless(recorder), quiet);
}

/** The scope of a request, as data sources receive it. */
export function scopeOf(requestId = 'test', signal = new AbortController().signal): RequestScope {
  return requestScope({ requestId, signal });
}
