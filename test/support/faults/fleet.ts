import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RedisServer } from '../redis.ts';
import { TcpProxy } from '../tcp-proxy.ts';
import { settingsOf } from './settings.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Clock offsets: one replica is right, one is three minutes fast, which webhooks tolerate, and one is two hours slow, so that it rejects
 * every webhook as forged.
 */
const SHIFTS_MS = [0, 3 * 60_000, -2 * 3_600_000];

/** One of several gateways: a process that can be stopped and restarted, with its own proxy to Redis. */
export class FleetReplica {
  /** Its URL; null while it is not running. */
  url: string | null = null;
  readonly proxy: TcpProxy;
  /** The lines it has printed. */
  readonly said: string[] = [];
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;

  constructor(proxy: TcpProxy, env: Readonly<Record<string, string>>) {
    this.proxy = proxy;
    this.#env = env;
  }

  /** Starts it and waits until it prints its URL. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['test/support/faults/replica-child.ts'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...this.#env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    createInterface(child.stdout).on('line', (line) => {
      this.said.push(line);
      if (/^http:\/\/127\.0\.0\.1:\d+$/.test(line)) resolve(line);
    });
    child.once('exit', () => reject(new Error(`A replica ended before it listened: ${this.said.at(-1)}`)));
    this.url = await promise;
  }

  /** Kills it, as a crash would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Shuts it down, as an operator would. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    // While it stops it still answers open requests, but gets no new ones.
    this.url = null;
    await ended;
  }
}

/** Three gateways over one CRM and one Redis. */
export class Fleet implements AsyncDisposable {
  readonly replicas: readonly FleetReplica[];

  private constructor(replicas: readonly FleetReplica[]) {
    this.replicas = replicas;
  }

  static async start(crm: string, redis: RedisServer): Promise<Fleet> {
    const replicas = await Promise.all(
      SHIFTS_MS.map(async (shift) => {
        const proxy = await TcpProxy.start(redis.port);
        return new FleetReplica(proxy, { ...settingsOf(crm, proxy.port), SHIFT_MS: String(shift) });
      }),
    );
    const fleet = new Fleet(replicas);
    await Promise.all(replicas.map((replica) => replica.start()));
    return fleet;
  }

  /** The URLs of the running replicas. */
  get urls(): readonly string[] {
    return this.replicas.flatMap(({ url }) => url ?? []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.kill()));
    await Promise.all(this.replicas.map(({ proxy }) => proxy[Symbol.asyncDispose]()));
  }
}
