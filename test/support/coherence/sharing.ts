import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../datasources/clock.ts';
import type { SharedTier } from '../../../datasources/cache/tier.ts';
import { MemoryStore, MemoryTier } from '../memory-tier.ts';
import { waitForState, Replicas, withClient } from '../redis-tier.ts';
import { RedisServer } from '../redis.ts';
import { TcpProxy } from '../tcp-proxy.ts';

/** One member's link to the shared tier, and what a test can do to it. */
export interface Link {
  readonly tier: SharedTier;
  /** Cuts the link. */
  readonly leave: () => void;
  /** Restores the link; missed evictions are delivered in their own time. */
  readonly comeBack: () => void;
  /** Waits until the tier is ready. */
  readonly ready: () => Promise<void>;
}

/** The tier that members of a cluster share, and what a test can do to it. */
export interface Sharing extends AsyncDisposable {
  readonly join: () => Promise<Link>;
  /** Loses all data, including the record of evictions. */
  readonly lose: () => Promise<void>;
  /** Makes it hang for a moment. */
  readonly pause: () => Promise<void>;
  /** Called after the clock of the caches has advanced. */
  readonly wake: () => void;
}

/** A model of a shared tier in this process. */
export async function shareMemory(clock: Clock): Promise<Sharing> {
  const store = new MemoryStore({ clock });
  return {
    join: async () => {
      const tier = new MemoryTier(store);
      return {
        tier,
        leave: () => tier.leave(),
        comeBack: () => tier.comeBack(),
        ready: async () => undefined,
      };
    },
    lose: async () => store.lose(),
    pause: async () => undefined,
    wake: () => store.wake(),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** The time-out of a command: long enough for a busy machine, short enough for a test in which Redis often hangs. */
const TIMEOUT_MS = 150;

/** A real Redis, which each member reaches through its own proxy. Ages are by Redis's own clock. */
export async function shareRedis(): Promise<Sharing> {
  await using opened = new AsyncDisposableStack();
  const redis = opened.use(await RedisServer.start());
  const replicas = opened.use(new Replicas());
  const resources = opened.move();
  return {
    join: async () => {
      const proxy = resources.use(await TcpProxy.start(redis.port));
      const tier = await replicas.ready(`redis://127.0.0.1:${proxy.port}`, { timeoutMs: TIMEOUT_MS });
      return {
        tier,
        leave: () => {
          proxy.hold();
          proxy.cut();
        },
        comeBack: () => {
          proxy.release();
          proxy.cut();
        },
        ready: () => waitForState(tier, 'ready'),
      };
    },
    lose: () =>
      withClient(redis.url, async (client) => {
        await client.flushall();
      }),
    pause: async () => {
      redis.pause();
      await wait(TIMEOUT_MS);
      redis.resume();
    },
    wake: () => undefined,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
