import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RedisServer } from '../redis.ts';
import { TcpProxy } from '../tcp-proxy.ts';
import { settingsOf } from './settings.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Clocks that differ: one is right, one is three minutes fast, which webhooks allow, and one is two hours slow, so that it takes
 * every webhook for forged.
 */
const SHIFTS_MS = [0, 3 * 60_000, -2 * 3_600_000];

/** One of several gateways: a process that comes and goes, with a way of its own to Redis. */
export class FleetReplica {
  /** Where it is now; null while it is not there. */
  url: string | null = null;
  readonly way: TcpProxy;
  /** What it has written, line by line. */
  readonly said: string[] = [];
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;

  constructor(way: TcpProxy, env: Readonly<Record<string, string>>) {
    this.way = way;
    this.#env = env;
  }

  /** Starts it and waits until it says where it listens. */
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

  /** Ends it as a crash does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends it as an operator does. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    // One that stops still answers whom it has; nobody new is to come.
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
        const way = await TcpProxy.start(redis.port);
        return new FleetReplica(way, { ...settingsOf(crm, way.port), SHIFT_MS: String(shift) });
      }),
    );
    const fleet = new Fleet(replicas);
    await Promise.all(replicas.map((replica) => replica.start()));
    return fleet;
  }

  /** Where there is one now. */
  get urls(): readonly string[] {
    return this.replicas.flatMap(({ url }) => url ?? []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.kill()));
    await Promise.all(this.replicas.map(({ way }) => way[Symbol.asyncDispose]()));
  }
}
