import type { Logger } from '../../datasources/logger.ts';
import { WriteRecorder } from '../../changes/intake/recorder.ts';
import { Cache } from '../../datasources/cache/cache.ts';
import { openRedisTier, type RedisTier } from '../../datasources/cache/redis/tier.ts';
import type { SharedTier } from '../../datasources/cache/tier.ts';
import { openSystem, type OpenSystem, type OpenSystems, type System } from '../../datasources/system.ts';
import type { Config } from '../config.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { openStores, type Stores } from './stores.ts';

/** The systems, and everything that this process and its replicas store. */
export interface Sources {
  readonly systems: OpenSystems;
  readonly cache: Cache;
  /** The cache tier that replicas share; null if there is none. */
  readonly tier: SharedTier | null;
  readonly stores: Stores;
}

/** The longest lease on a value that is being read, in milliseconds: a replica that dies delays the others for as long. */
const MAX_LEASE_MS = 2_000;

/** Opens the change log, the cache and each system. Everything opened is closed with `opened`. */
export function openSources(options: GatewayOptions, opened: AsyncDisposableStack): Sources {
  const { config, schema, log, clock = performance } = options;
  const { isOn, bytes, staleMs } = config.cache;
  const shared = options.tier === undefined && isOn ? openTier(config, log) : null;
  if (shared) opened.defer(() => shared.close());
  const tier = options.tier ?? shared;
  const stores = openStores(config, log, Boolean(schema.getSubscriptionType()), opened);
  const { changeLog } = stores;
  const recorder = new WriteRecorder(changeLog, log);
  const mayServeCached = () => changeLog.replicas.mayServeCached;
  const cache = new Cache({
    isOn,
    memoryBytes: bytes.values,
    staleMs,
    tier,
    clock,
    recorder,
    mayServeCached,
  });
  const systems = new Map<System<unknown>, OpenSystem<unknown>>();
  for (const settings of config.systems) {
    const system = openSystem(settings.system, settings, cache, log);
    opened.defer(() => system.close());
    systems.set(settings.system, system);
  }
  return { systems, cache, tier, stores };
}

/** Null if no setting names a Redis. */
function openTier({ redisUrl, requestTimeoutMs }: Config, log: Logger): RedisTier | null {
  if (redisUrl === null) return null;
  // Leaves a request that waited in vain for another replica half of its time to read from the system itself.
  const longestMs = requestTimeoutMs / 2;
  const leaseMs = Math.min(longestMs, MAX_LEASE_MS);
  return openRedisTier({ redis: redisUrl, log, leaseMs, longestMs });
}
