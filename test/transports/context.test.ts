import type { AddressInfo } from 'node:net';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChangeHub } from '../../changes/hub.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { IN_MEMORY, openStore } from '../../changes/sqlite/store.ts';
import { filterNamesOf } from '../../resolvers/change-filter.ts';
import * as domains from '../../resolvers/domains.ts';
import { Answers } from '../../server/answers/answers.ts';
import { PlanMemory } from '../../server/execution/plan-memory.ts';
import { Operations } from '../../server/answers/operations.ts';
import { readConfig } from '../../server/config.ts';
import { createEngine } from '../../server/engine.ts';
import { buildGraph, entitiesOf, systemsOf } from '../../server/graph.ts';
import { Identity } from '../../server/identity/identity.ts';
import { createLog } from '../../server/log.ts';
import { Provenance } from '../../server/freshness/provenance.ts';
import { DryRun } from '../../server/limits/calls/dry-run.ts';
import { DocumentValidator } from '../../server/limits/document-validator.ts';
import { limitItems } from '../../server/limits/items.ts';
import { Load } from '../../server/overload/load.ts';
import { Budgets } from '../../server/rate/budgets.ts';
import { sqliteRegister } from '../../server/register/sqlite.ts';
import { SafeList } from '../../server/safe-list/safe-list.ts';
import { LongLivedOperations } from '../../server/streams/operations.ts';
import { Streams } from '../../server/streams/streams.ts';
import { RefusalLog } from '../../server/telemetry/logs/refusals.ts';
import { Slots } from '../../server/rate/slots.ts';
import { DeadPeers } from '../../server/transports/dead-peers.ts';
import { UnsentAnswers } from '../../server/transports/unsent-answers.ts';
import { addHttp, GRAPHQL_PATH } from '../../server/transports/http.ts';
import { addWebSocket } from '../../server/transports/websocket.ts';
import { cacheless } from '../support/source.ts';
import { ask, TRANSPORTS } from '../support/transports.ts';

const lines: string[] = [];
const app = Fastify();
let url = '';

/** Starts a gateway that can do everything except create a context. */
beforeAll(async () => {
  const config = readConfig({}, systemsOf(domains));
  const log = createLog({ level: 'debug', pretty: false, to: { write: (line) => void lines.push(line) } });
  const schema = buildGraph(domains);
  const validator = new DocumentValidator(schema, config);
  const operations = new Operations(schema, validator, new PlanMemory(), config.cache.bytes);
  const items = limitItems(schema, config.limits.items);
  const provenance = new Provenance(schema, performance, items);
  const persisted = new InMemoryLRUCache();
  const settings = { reservationSeconds: 60, maxPage: 100 };
  const reached = { entities: entitiesOf(domains), systems: new Map(), settings, log };
  const dryRun = new DryRun(schema, reached, config.systems);
  const contextFor = () => {
    throw new Error('postgres://me:hunter2@10.0.0.7/db');
  };
  const judging = { validator, operations, items, provenance, dryRun };
  const engine = await createEngine({ schema, config, log, ...judging, persisted, contextFor });
  const register = sqliteRegister(openStore(IN_MEMORY), 'operations');
  const checks = { validator, tokens: 4_000 };
  const safeList = new SafeList({ register, mode: 'off', checks, log });
  const cache = cacheless();
  const answers = new Answers({ cache, isOn: false, limits: config.limits, shared: null });
  const changes = openSqliteLog({ file: IN_MEMORY, maxEvents: 100, maxAgeMs: 1_000 });
  const hub = new ChangeHub({ log: changes, cache, forget: () => undefined, systems: [], logger: log });
  const load = new Load(config.overload);
  const filterNames = filterNamesOf([]);
  const reads = { items, provenance, load, contextFor };
  const streams = new Streams({ config, log, schema, cache, hub, filterNames, ...reads });
  const longLivedOperations = new LongLivedOperations(schema, config, validator, new PlanMemory());
  const gateway = {
    config,
    log,
    schema,
    engine,
    validator,
    budgets: new Budgets(config.rate, null, log),
    load,
    operations,
    safeList,
    answers,
    contextFor,
    identity: new Identity(null),
    refusals: new RefusalLog(log),
    streams,
    longLivedOperations,
    connections: new Slots(10, 100),
    deadPeers: new DeadPeers(),
    unsent: new UnsentAnswers(config.limits.unsentBytes, log),
    pingMs: 12_000,
  };
  addHttp(app, gateway);
  addWebSocket(app.server, GRAPHQL_PATH, gateway);
  await app.listen({ port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(() => app.close());

test.each(TRANSPORTS)(
  'over %s, an error before there is a context is masked like any other, and logged',
  async (by) => {
    lines.length = 0;
    const { data, errors } = await ask(by, url, { query: '{ __typename }' });
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(errors)).not.toContain('hunter2');
    expect(lines.join('')).toContain(String(errors?.[0]?.extensions['requestId']));
  },
);
