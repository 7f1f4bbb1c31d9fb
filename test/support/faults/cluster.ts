import * as domains from '../../../resolvers/domains.ts';
import { readConfig } from '../../../server/config.ts';
import { startGateway, type RunningGateway } from '../../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../../server/graph.ts';
import { createLog } from '../../../server/log.ts';
import { RedisServer } from '../redis.ts';
import { TcpProxy } from '../tcp-proxy.ts';
import { FastCrm } from './fast-crm.ts';
import { settingsOf } from './settings.ts';

/** A gateway of this process, with a way of its own to Redis. */
export interface Member {
  readonly gateway: RunningGateway;
  readonly way: TcpProxy;
  /** What it warned of, as JSON texts. */
  readonly warnings: string[];
}

/** Three gateways in this process over one CRM and one Redis, in which nothing grows old by itself. */
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

  static async start(customers: number, env: Readonly<Record<string, string>> = {}): Promise<Cluster> {
    await using opened = new AsyncDisposableStack();
    const redis = opened.use(await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always'));
    const crm = opened.use(await FastCrm.start(customers));
    const members: Member[] = [];
    for (let number = 0; number < 3; number += 1) {
      const way = opened.use(await TcpProxy.start(redis.port));
      const warnings: string[] = [];
      const gateway = await start({ ...settingsOf(crm.url, way.port), ...env }, warnings);
      opened.defer(() => gateway.close());
      members.push({ gateway, way, warnings });
    }
    return new Cluster({ redis, crm, members }, opened.move());
  }

  get urls(): readonly string[] {
    return this.members.map(({ gateway }) => gateway.url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.disposeAsync();
  }
}

function start(env: Record<string, string>, warnings: string[]): Promise<RunningGateway> {
  const config = readConfig(env, systemsOf(domains));
  const to = { write: (line: string) => void warnings.push(line) };
  const log = createLog({ level: 'warn', pretty: false, to });
  return startGateway({ config, domains, schema: buildGraph(domains), log });
}
