import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../datasources/cache/parts.ts';
import type { SharedTier } from '../../../datasources/cache/tier.ts';
import { MemoryStore, MemoryTier } from '../memory-tier.ts';
import { becomes, Replicas, withClient } from '../redis-tier.ts';
import { RedisServer } from '../redis.ts';
import { TcpProxy } from '../tcp-proxy.ts';

/** What one member of a cluster sees of what they share, and what a test may do to its link. */
export interface Link {
  readonly tier: SharedTier;
  /** Cuts it. */
  readonly leave: () => void;
  /** Mends it; what is owed is told in its own time. */
  readonly comeBack: () => void;
  /** Waits until it is ready. */
  readonly ready: () => Promise<void>;
}

/** What the members of a cluster share, and what a test may do to it. */
export interface Sharing extends AsyncDisposable {
  readonly join: () => Promise<Link>;
  /** Loses all that is there, the record of evictions included. */
  readonly lose: () => Promise<void>;
  /** Lets it hang for a moment. */
  readonly pause: () => Promise<void>;
  /** Time has passed by the clock of the caches. */
  readonly wake: () => void;
}

/** Sharing in this process, as the model of a tier has it. */
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

/** So long one command may take: long enough for a busy machine, short enough for a test that has Redis hang often. */
const TIMEOUT_MS = 150;

/** Sharing in a real Redis, which each member reaches by a way of its own. It tells ages by its own clock. */
export async function shareRedis(): Promise<Sharing> {
  await using opened = new AsyncDisposableStack();
  const redis = opened.use(await RedisServer.start());
  const replicas = opened.use(new Replicas());
  const resources = opened.move();
  return {
    join: async () => {
      const way = resources.use(await TcpProxy.start(redis.port));
      const tier = await replicas.ready(`redis://127.0.0.1:${way.port}`, { timeoutMs: TIMEOUT_MS });
      return {
        tier,
        leave: () => {
          way.hold();
          way.cut();
        },
        comeBack: () => {
          way.release();
          way.cut();
        },
        ready: () => becomes(tier, 'ready'),
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
