/**
 * The command that starts the product: `npm start -- --help` says how. Exit code 0 after an orderly stop,
 * 1 where it cannot start, with one line that says why and what to do.
 */
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import * as domains from '../resolvers/domains.ts';
import { banner } from './banner.ts';
import { bundleConsole } from './console.ts';
import { describeConfig, readConfig, type Config } from './config.ts';
import { pointAt, startEmbedded } from './embedded.ts';
import { startGateway } from './gateway.ts';
import { buildGraph, buildSubgraph, federatedOf, systemsOf } from './graph.ts';
import { collectAtRest } from './heap-at-rest.ts';
import { help } from './help.ts';
import { createLog } from './log.ts';
import { explainFailure } from './start-failure.ts';
import { subgraphDefaults } from './subgraph.ts';
import { GRAPHQL_PATH } from './transports/http.ts';

const systems = systemsOf(domains);
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Null until the settings have been read. */
let config: Config | null = null;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' }, subgraph: { type: 'string' } },
  });
  const { subgraph } = values;
  const defaults = subgraph === undefined ? {} : subgraphDefaults(domains, subgraph);
  if (values.help) {
    console.log(help(describeConfig(systems, defaults), Object.keys(federatedOf(domains))));
    return;
  }
  config = readConfig(process.env, systems, defaults);
  const log = createLog({ level: config.logLevel, pretty: config.logPretty });
  if (subgraph === undefined) await startAll(config, log);
  else await startSubgraph(config, log, subgraph);
  collectAtRest();
}

/** The main job: the embedded systems, where no setting replaces them, and the gateway over all domains. */
async function startAll(config: Config, log: Logger): Promise<void> {
  const started = performance.now();
  await bundleConsole(() => console.log('Bundling the playground (once) …'));
  const embedded = await startEmbedded(config, (system) =>
    console.log(`Building the database of ${system} (once) …`),
  );
  try {
    const starting = startGateway({
      config: pointAt(config, embedded),
      domains,
      schema: buildGraph(domains),
      log,
    });
    // They may be lost while it starts.
    const gateway = await (embedded ? Promise.race([starting, embedded.lost]) : starting);
    console.log(banner(gateway.url, embedded?.urls ?? {}, performance.now() - started));
    const close = async () => {
      await gateway.close();
      await embedded?.close();
    };
    stopOnSignal(log, close);
    // Without them every answer would be an error: better to end, where whoever started this can see it.
    embedded?.lost.catch((error: unknown) => close().finally(() => fail(error)));
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

/**
 * One domain as a Federation 2 subgraph; the systems run elsewhere, by default where the main job puts them. A
 * parent process is told over IPC where it listens: `{ type: 'ready', url }`.
 */
async function startSubgraph(config: Config, log: Logger, name: string): Promise<void> {
  const schema = buildSubgraph(domains, name, config.introspection);
  const gateway = await startGateway({ config, domains, schema, log });
  const url = `${gateway.url}${GRAPHQL_PATH}`;
  if (process.send) process.send({ type: 'ready', url });
  else console.log(`Subgraph ${name} at ${url}`);
  stopOnSignal(log, () => gateway.close());
}

/**
 * What a signal does: during the start, before there is anything to close, it ends the process at once; the embedded systems stop when
 * their parent is gone. One listener throughout: a signal that comes while one takes the place of another would be lost.
 */
let onSignal: (signal: string) => void = () => process.exit(0);

function stopOnSignal(log: Logger, close: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    void close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  onSignal = stop;
  // A parent that speaks over IPC and is gone has left this process to itself.
  process.once('disconnect', () => stop('disconnect'));
}

function fail(error: unknown): never {
  console.error(explainFailure(error, config));
  process.exit(1);
}

for (const signal of SIGNALS) process.on(signal, (name) => onSignal(name));
await main().catch(fail);
