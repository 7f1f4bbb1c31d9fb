import * as domains from '../../../resolvers/domains.ts';
import { readConfig } from '../../../server/config.ts';
import { startGateway, type RunningGateway } from '../../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../../server/graph.ts';
import { createLog } from '../../../server/log.ts';
import { RedisServer } from '../redis.ts';
import { TcpProxy } from '../tcp-proxy.ts';
import { FastCrm } from './fast-crm.ts';
import { FleetReplica } from './fleet.ts';
import { settingsOf } from './settings.ts';

/** One of several gateways, with its own proxy to Redis. */
export interface Member extends AsyncDisposable {
  /** Its URL; null while it is not running. */
  readonly url: string | null;
  readonly proxy: TcpProxy;
  /** The lines of its log, as JSON. */
  readonly warnings: readonly string[];
  readonly start: () => Promise<void>;
  /** Stops it and starts it again; a process is killed, as by a crash. */
  readonly restart: () => Promise<void>;
}

/** Gateways run in this process, where they start and stop quickly, or in their own processes, which can be killed. */
export type Housing = 'here' | 'processes';

/** Three gateways over one CRM and one Redis, with cache lifetimes too long to expire during a test. */
export class Cluster implements AsyncDisposable {
  readonly redis: RedisServer;
  readonly crm: FastCrm;
  readonly members: readonly Member[];
  readonly #opened: AsyncDisposableStack;

  private constructor(
    parts: { readonly redis: RedisServer; readonly crm: FastCrm; readonly members: readonly Member[] },
    opened: AsyncDisposableStack,
  ) {
    this.redis = parts.redis;
    this.crm = parts.crm;
    this.members = parts.members;
    this.#opened = opened;
  }

  static async start(customers: number, housing: Housing): Promise<Cluster> {
    await using opened = new AsyncDisposableStack();
    const redis = opened.use(await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always'));
    const crm = opened.use(await FastCrm.start(customers));
    const members: Member[] = [];
    for (let number = 0; number < 3; number += 1) {
      const proxy = opened.use(await TcpProxy.start(redis.port));
      const env = { ...settingsOf(crm.url, proxy.port), LOG_LEVEL: 'warn' };
      const member = opened.use(
        housing === 'here' ? new InProcess(proxy, env) : new ChildProcess(proxy, env),
      );
      await member.start();
      members.push(member);
    }
    return new Cluster({ redis, crm, members }, opened.move());
  }

  /** The URLs of the running gateways. */
  get urls(): readonly string[] {
    return this.members.flatMap(({ url }) => url ?? []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.disposeAsync();
  }
}

/** A gateway in this process, which is shut down in an orderly way. */
class InProcess implements Member {
  readonly proxy: TcpProxy;
  readonly warnings: string[] = [];
  readonly #env: Readonly<Record<string, string>>;
  #gateway: RunningGateway | null = null;

  constructor(proxy: TcpProxy, env: Readonly<Record<string, string>>) {
    this.proxy = proxy;
    this.#env = env;
  }

  get url(): string | null {
    return this.#gateway?.url ?? null;
  }

  readonly start = async (): Promise<void> => {
    const config = readConfig(this.#env, systemsOf(domains));
    const sink = { write: (line: string) => void this.warnings.push(line) };
    const log = createLog({ level: config.logLevel, pretty: false, to: sink });
    this.#gateway = await startGateway({ config, domains, schema: buildGraph(domains), log });
  };

  readonly restart = async (): Promise<void> => {
    await this[Symbol.asyncDispose]();
    await this.start();
  };

  async [Symbol.asyncDispose](): Promise<void> {
    const gateway = this.#gateway;
    // While it stops it still answers open requests, but gets no new ones.
    this.#gateway = null;
    await gateway?.close();
  }
}

/** A gateway in its own process, which is killed. */
class ChildProcess implements Member {
  readonly proxy: TcpProxy;
  readonly #replica: FleetReplica;

  constructor(proxy: TcpProxy, env: Readonly<Record<string, string>>) {
    this.proxy = proxy;
    this.#replica = new FleetReplica(proxy, env);
  }

  get url(): string | null {
    return this.#replica.url;
  }

  get warnings(): readonly string[] {
    return this.#replica.said;
  }

  readonly start = (): Promise<void> => this.#replica.start();

  readonly restart = async (): Promise<void> => {
    await this.#replica.kill();
    await this.#replica.start();
  };

  [Symbol.asyncDispose](): Promise<void> {
    return this.#replica.kill();
  }
}
