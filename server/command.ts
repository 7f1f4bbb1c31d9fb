/**
 * The command that starts the product; see `npm start -- --help`. Exits with 0 after an orderly stop, and with 1 if it cannot start,
 * printing one line that says why and what to do.
 */
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import * as domains from '../resolvers/domains.ts';
import { banner } from './start/banner.ts';
import { bundleConsole } from './listen/console.ts';
import { describeConfig, readConfig, type Config } from './config.ts';
import { withEmbeddedUrls, startEmbedded } from './start/embedded.ts';
import { startGateway } from './gateway.ts';
import { buildGraph, buildSubgraph, federatedOf, systemsOf } from './graph.ts';
import { collectAfterStartup } from './start/startup-collection.ts';
import { help } from './start/help.ts';
import { createLog } from './log.ts';
import { explainFailure } from './start/start-failure.ts';
import { subgraphDefaults } from './graph/subgraph.ts';
import { GRAPHQL_PATH } from './transports/http.ts';
import { warnOfUnknownSettings } from './start/warnings.ts';

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
  warnOfUnknownSettings(process.env, describeConfig(systems, defaults), log);
  if (subgraph === undefined) await startAll(config, log);
  else await startSubgraph(config, log, subgraph);
  collectAfterStartup();
}

/** The default mode: the gateway over all domains, plus each embedded system that no setting replaces. */
async function startAll(config: Config, log: Logger): Promise<void> {
  const started = performance.now();
  await bundleConsole(() => console.log('Bundling the playground (once) …'));
  const embedded = await startEmbedded(config, (system) =>
    console.log(`Building the database of ${system} (once) …`),
  );
  try {
    const starting = startGateway({
      config: withEmbeddedUrls(config, embedded),
      domains,
      schema: buildGraph(domains),
      log,
    });
    // The embedded systems may exit while the gateway starts.
    const gateway = await (embedded ? Promise.race([starting, embedded.lost]) : starting);
    console.log(
      banner({
        url: gateway.url,
        systems: embedded?.urls ?? {},
        isOpen: config.identity.isOpen,
        isListed: config.safeList === 'enforce',
        startedInMs: performance.now() - started,
      }),
    );
    const close = async () => {
      await gateway.close();
      await embedded?.close();
    };
    stopOnSignal(log, close);
    // Without them every answer would be an error. It is better to exit, where a supervisor can see it.
    embedded?.lost.catch((error: unknown) => close().finally(() => fail(error)));
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

/**
 * Serves one domain as a Federation 2 subgraph. The systems run elsewhere, by default where the default mode puts them. A parent process is
 * sent the address over IPC: `{ type: 'ready', url }`.
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
 * The current signal handler. During startup, before there is anything to close, a signal ends the process at once; the embedded systems
 * stop when their parent is gone. The listener itself is never replaced: a signal that arrived between removing one and adding another
 * would be lost.
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
  // If the parent closes the IPC channel, it is gone and nobody else would stop this process.
  process.once('disconnect', () => stop('disconnect'));
}

function fail(error: unknown): never {
  console.error(explainFailure(error, config));
  process.exit(1);
}

for (const signal of SIGNALS) process.on(signal, (name) => onSignal(name));
await main().catch(fail);
