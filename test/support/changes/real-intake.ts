import Fastify from 'fastify';
import { openIntake, type Intake, type IntakeParts } from '../../../changes/intake/intake.ts';
import { WriteRecorder } from '../../../changes/intake/recorder.ts';
import type { ChangeLog } from '../../../changes/log.ts';
import { Cache } from '../../../datasources/cache/cache.ts';
import { openSystem } from '../../../datasources/system.ts';
import { readConfig } from '../../../server/config.ts';
import { systemsOf } from '../../../server/graph.ts';
import { createLog } from '../../../server/log.ts';
import { addChanges } from '../../../server/transports/changes.ts';
import * as domains from '../../../resolvers/domains.ts';
import { settingsFor } from '../faults/credentials.ts';

/** The intake of changes of real systems. */
export interface RealIntake extends AsyncDisposable {
  readonly url: string;
  readonly intake: Intake;
  readonly recorder: WriteRecorder;
}

/** Options of {@link openRealIntake}. */
export interface RealIntakeOptions extends Partial<IntakeParts> {
  /** URLs of the systems whose changes are taken, by name. */
  readonly systems: Readonly<Record<string, string>>;
  readonly log: ChangeLog;
  /** The secret of webhooks that were registered by hand. If not given, the intake registers them itself. */
  readonly secret?: string;
  /** Maps the URL of the intake to the one to which systems send webhooks; by default, it is the same. */
  readonly inFront?: (url: string) => string;
}

/** Takes the changes of systems as the gateway does: it registers for webhooks over HTTP, and polls. */
export async function openRealIntake(options: RealIntakeOptions): Promise<RealIntake> {
  const { systems, log, inFront = (url: string) => url, secret, ...more } = options;
  await using opened = new AsyncDisposableStack();
  const logger = createLog({ level: 'silent', pretty: false });
  const all = systemsOf(domains);
  const settings = {
    ...settingsFor(Object.fromEntries(all.map(({ name }) => [name, systems[name] ?? 'http://127.0.0.1:9']))),
  };
  const config = readConfig(settings, all);
  const recorder = new WriteRecorder(log, logger);
  const cache = new Cache({
    isOn: false,
    memoryBytes: 0,
    tier: null,
    staleMs: 0,
    clock: performance,
    recorder,
  });
  const sources = config.systems
    .filter(({ system }) => system.name in systems)
    .flatMap((configured) => {
      const system = openSystem(configured.system, configured, cache, logger);
      opened.defer(() => system.close());
      const { changes, webhooks } = system;
      const { name, changedFields } = configured.system;
      const entities = Object.keys(changedFields);
      const signing =
        secret === undefined ? { secrets: [], registry: webhooks } : { secrets: [secret], registry: null };
      return changes ? [{ system: name, source: changes, entities, ...signing }] : [];
    });
  const intake = openIntake({ sources, log, logger, pollMs: 200, ...more });
  opened.defer(() => intake.close());
  const app = Fastify({ forceCloseConnections: true });
  addChanges(app, intake, logger);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  opened.defer(() => app.close());
  await intake.start((system) => `${inFront(url)}/changes/${system}`);
  const resources = opened.move();
  return { url, intake, recorder, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
