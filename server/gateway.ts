import { setTimeout as sleep } from 'node:timers/promises';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import Fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { WriteRecorder } from '../changes/intake/recorder.ts';
import type { Webhooks } from '../changes/webhooks/webhooks.ts';
import { Cache } from '../datasources/cache/cache.ts';
import type { Clock } from '../datasources/cache/parts.ts';
import { openRedisTier, type RedisTier } from '../datasources/cache/redis/tier.ts';
import type { SharedTier } from '../datasources/cache/tier.ts';
import { isLoopback } from '../datasources/rest/loopback.ts';
import { connect, type Connection, type System } from '../datasources/system.ts';
import { nameableOf } from '../resolvers/change-filter.ts';
import { SELF } from '../resolvers/principal.ts';
import { adminFor } from './admin/admin.ts';
import { Answers } from './answers/answers.ts';
import { Operations } from './answers/operations.ts';
import { SharedAnswers } from './answers/shared-answers.ts';
import { keepChanges, openChanges, type Changes } from './changes.ts';
import type { Config } from './config.ts';
import { addConsole } from './console.ts';
import { createContext, requestIdOf, type ContextFor } from './context.ts';
import { DetachedWork } from './detached.ts';
import { addDrain } from './drain.ts';
import { createEngine, type Engine } from './engine.ts';
import { entitiesOf, systemsOf, type Domains } from './graph.ts';
import { addHealth } from './health.ts';
import { Provenance } from './freshness/provenance.ts';
import { openIdentity } from './identity.ts';
import type { Identity } from './identity/identity.ts';
import { policiesOf } from './identity/policies.ts';
import { openKept } from './kept.ts';
import { ApiKeys } from './keys/keys.ts';
import { Rehearsal } from './limits/calls/rehearsal.ts';
import { Documents } from './limits/documents.ts';
import { limitItems } from './limits/items.ts';
import { Load } from './overload/load.ts';
import { Budgets } from './rate/budgets.ts';
import { documentsIn, openRedis } from './redis.ts';
import { documentsOf } from './safe-list/documents.ts';
import { SafeList } from './safe-list/safe-list.ts';
import { StandingOperations } from './standing/check.ts';
import { Standing } from './standing/standing.ts';
import { closeStuckReaders } from './stuck-readers.ts';
import { logOperations } from './telemetry/logs/operations.ts';
import { RefusalLog } from './telemetry/logs/refusals.ts';
import { openTraces, startMetrics } from './telemetry/telemetry.ts';
import { addChanges, CHANGES_PATH } from './transports/changes.ts';
import { Connections } from './transports/connections.ts';
import { DeadPeers } from './transports/dead-peers.ts';
import { addHttp, GRAPHQL_PATH } from './transports/http.ts';
import { addWebSocket } from './transports/websocket.ts';
import { openUsage } from './usage/open.ts';

/** What transports need to answer an operation. */
export interface Gateway {
  readonly config: Config;
  readonly log: Logger;
  readonly schema: GraphQLSchema;
  readonly engine: Engine;
  /** Validates documents and computes the cost of operations. */
  readonly documents: Documents;
  /** How many operations run in this process, and how many may. */
  readonly load: Load;
  /** What callers have spent and may still spend. */
  readonly budgets: Budgets;
  /** Operations that the engine has accepted before. */
  readonly operations: Operations;
  /** Published operations. */
  readonly safeList: SafeList;
  /** The fast path to an answer. */
  readonly answers: Answers;
  readonly contextFor: ContextFor;
  /** Authenticates callers. */
  readonly identity: Identity;
  /** Logs refused credentials. */
  readonly refusals: RefusalLog;
  /** Recognizes long-lived operations. */
  readonly standingOperations: StandingOperations;
  /** The long-lived operations that are open. */
  readonly standing: Standing;
  /** The open connections. */
  readonly connections: Connections;
  /** Disconnects streaming clients that disappeared without closing. */
  readonly deadPeers: DeadPeers;
  /** Milliseconds between two keep-alives on an open connection. */
  readonly pingMs: number;
}

/** A gateway that is answering. */
export interface RunningGateway {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The cache of what was read from the systems; evict entries here when they are known to have changed. */
  readonly cache: Cache;
  /** The changes in its systems. */
  readonly changes: Changes;
  /** The long-lived operations that are open. */
  readonly standing: Standing;
  /** Where its metrics are served; null if no setting says so. */
  readonly metricsUrl: string | null;
  /**
   * Stops in order: readiness, followed by the configured delay; streams; new requests; running requests and sockets; work that outlives
   * its request; connections to systems and Redis.
   */
  readonly close: () => Promise<void>;
}

/** Options of {@link startGateway}. */
export interface GatewayOptions {
  readonly config: Config;
  readonly domains: Domains;
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  /** The clock for the age of cached values; `performance` by default. */
  readonly clock?: Clock;
  /** The cache tier that replicas share; by default, the configured one. */
  readonly tier?: SharedTier;
  /** Milliseconds between two keep-alives on an open connection; a dead client is noticed after twice that. 7,000 by default. */
  readonly pingMs?: number;
  /** Sends webhooks; closed by the caller that opened it. By default the gateway opens its own. */
  readonly webhooks?: Webhooks;
}

/** An unresponsive reader has twice this long; a slow one must be closed within 15 s. */
const PING_MS = 7_000;
/** The shortest time, in milliseconds, that replicas wait for another replica's read of a system. */
const LEAST_LEASE_MS = 1_000;
const CLOSE_FUSE_MS = 10_000;
const SILENT_MS = 15_000;

/** Starts listening. Throws what listening throws, such as EADDRINUSE, and leaves nothing open. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { config, domains, schema, log, clock = performance } = options;
  await using opened = new AsyncDisposableStack();
  const traces = await openTraces(config.telemetry.traces);
  if (traces) opened.defer(() => traces.close());
  opened.defer(logOperations(config.telemetry.operations, log));
  const connections = new Map<System<unknown>, Connection<unknown>>();
  const { isOn, bytes: memoryBytes, staleMs } = config.cache;
  const shared = options.tier === undefined && isOn ? openTier(config, log) : null;
  if (shared) opened.defer(() => shared.close());
  const tier = options.tier ?? shared;
  const tells = Boolean(schema.getSubscriptionType());
  const kept = keepChanges(config, log, tells, opened);
  const { register, usage: keepUsage } = openKept(kept.beside, log, opened);
  const keys = new ApiKeys({ register: register('keys'), log, scopes: scopesOf(schema), ...config.keys });
  opened.defer(() => keys.close());
  const recorder = new WriteRecorder(kept.log, log);
  const isInStep = () => kept.log.replicas.isInStep;
  const cache = new Cache({ isOn, memoryBytes, staleMs, tier, clock, recorder, isInStep });
  for (const settings of config.systems) {
    const connection = connect(settings.system, settings, cache, log);
    opened.defer(() => connection.close());
    connections.set(settings.system, connection);
  }
  const redis = config.redisUrl === null ? null : openRedis(config.redisUrl, log);
  if (redis) opened.defer(() => redis.disconnect());

  const documents = new Documents(schema, config);
  const judges = { documents, tokens: config.limits.tokens };
  const safeList = new SafeList({ register: register('operations'), mode: config.safeList, judges, log });
  opened.defer(() => safeList.close());
  // Started here and awaited later: the rest is opened meanwhile, and also waits for the same Redis.
  const registersRead = Promise.all([keys.start(), safeList.start()]);
  const counts = tells && config.usage.days > 0;
  const usage = openUsage({ schema, store: keepUsage(config.usage), log }, counts, opened);
  const operations = new Operations(schema, documents);
  const items = limitItems(schema, config.limits.items);
  const provenance = new Provenance(schema, clock, items);
  const { reservationSeconds, maxPage, requestTimeoutMs: timeoutMs } = config;
  const settings = { reservationSeconds, maxPage };
  const entities = entitiesOf(domains);
  const rehearsal = new Rehearsal(schema, { entities, connections, settings, log }, config.systems);
  const detached = new DetachedWork();
  opened.defer(() => detached.settled());
  const answers = new Answers({
    cache,
    isOn: config.cache.answers,
    items: config.limits.items,
    shared: tier && config.cache.answers ? new SharedAnswers(tier, schema, placesOf(config)) : null,
  });
  const changes = await openChanges({ config, cache, connections, kept, log, tells }, opened);
  const webhooks = options.webhooks ?? changes.webhooks;
  const admin = adminFor(config.admin, {
    domains,
    cache,
    answers,
    hub: changes.hub,
    webhooks,
    keys,
    operations: safeList,
    usage,
    log,
  });
  const changesCursor = () => changes.hub.position;
  const parts = { entities, connections, settings, changesCursor, admin, log, timeoutMs, detached };
  const contextFor: ContextFor = (asker, principal) => createContext(parts, asker, principal);
  const engine = await createEngine({
    schema,
    config,
    log,
    documents,
    operations,
    items,
    provenance,
    rehearsal,
    contextFor,
    persisted: documentsOf(safeList, redis ? documentsIn(redis, log) : new InMemoryLRUCache()),
  });
  opened.defer(() => engine.stop());
  const { hub } = changes;
  const load = opened.use(new Load(config.overload));
  const nameable = nameableOf(systemsOf(domains));
  const standing = new Standing({
    config,
    log,
    schema,
    cache,
    hub,
    nameable,
    items,
    provenance,
    load,
    contextFor,
  });
  opened.defer(changes.hub.listen(standing));
  const standingOperations = new StandingOperations(schema, config, documents);
  const gateway: Gateway = {
    config,
    log,
    schema,
    engine,
    documents,
    load,
    budgets: new Budgets(config.rate, redis, log),
    operations,
    safeList,
    answers,
    contextFor,
    identity: openIdentity(config, keys, log, opened),
    refusals: new RefusalLog(log),
    standingOperations,
    standing,
    connections: new Connections(config.standing.maxConnections),
    deadPeers: new DeadPeers(),
    pingMs: options.pingMs ?? PING_MS,
  };
  const measured = {
    cache,
    answers,
    changes,
    load,
    standing,
    connections: gateway.connections,
    systems: connections,
  };
  const metrics = await startMetrics(config.telemetry.metrics, measured, log);
  if (metrics) opened.defer(() => metrics.close());
  const app = createApp(config);
  const drain = addDrain(app);
  closeStuckReaders(app);
  const health = addHealth(app, redis);
  addHttp(app, gateway);
  addChanges(app, changes.intake, log);
  await addConsole(app);
  const webSocket = addWebSocket(app.server, GRAPHQL_PATH, gateway);
  // In parallel: operations over a socket may take as long as those over HTTP.
  opened.defer(() => Promise.all([drain.close(), webSocket.close()]).then(() => undefined));
  opened.defer(() => standing.close());

  await registersRead;
  const { isOpen, jwt } = config.identity;
  if (!isOpen && jwt === null && keys.isEmpty)
    log.warn(
      {},
      'no caller can authenticate: set OPERATOR_KEY_SHA256 to what "npm run keys -- generate" prints',
    );
  if (config.rate.cost === 0 && !isLoopback(config.host))
    log.warn(
      {},
      `callers may ask as much as they like: set RATE_LIMIT_COST to what one may spend a minute, such as ${50 * config.limits.cost}`,
    );
  const url = await app.listen({ host: config.host, port: config.port });
  await changes.intake.start((system) => `${url}${CHANGES_PATH}/${system}`);
  const resources = opened.move();
  return {
    url,
    cache,
    changes,
    standing,
    metricsUrl: metrics?.url ?? null,
    close: async () => {
      const end = fuse(CLOSE_FUSE_MS);
      health.drain();
      if (config.shutdownDelayMs > 0) await sleep(config.shutdownDelayMs);
      await Promise.race([resources.disposeAsync(), end]);
    },
  };
}

/** The tier that replicas share; null if no setting names a Redis. */
function openTier({ redisUrl, systems, requestTimeoutMs }: Config, log: Logger): RedisTier | null {
  if (redisUrl === null) return null;
  // A lease lasts as long as a replica may take to read a value. One that takes longer has given up, or is gone.
  const longestMs = Math.max(LEAST_LEASE_MS, ...systems.map(({ timeoutMs }) => timeoutMs));
  return openRedisTier({ redis: redisUrl, log, leaseMs: Math.min(longestMs, requestTimeoutMs) });
}

/** The scopes that a caller can have. */
function scopesOf(schema: GraphQLSchema): readonly string[] {
  return [...policiesOf(schema).scopes, SELF].toSorted();
}

/** The systems, each with its address. */
function placesOf({ systems }: Config): readonly string[] {
  return systems.map(({ system, baseUrl }) => `${system.name}@${baseUrl}`);
}

function createApp(config: Config): FastifyInstance {
  return Fastify({
    logger: false,
    bodyLimit: config.limits.bodyBytes,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
    // By Node's defaults a slow header may take 85 seconds. These settings must be changed together to lower that: 12 and 14 seconds at
    // most.
    requestTimeout: 12_000,
    // For connections without traffic. It exceeds the longest operation, because a connection is silent while one runs.
    connectionTimeout: Math.max(SILENT_MS, config.requestTimeoutMs + SILENT_MS / 3),
    http: {
      headersTimeout: 10_000,
      connectionsCheckingInterval: 2_000,
      // Answer clients that offer HTTP/2 in passing (`Upgrade: h2c`, as Java's does) over HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
}

function fuse(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
