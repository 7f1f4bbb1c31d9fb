/** A gateway that its parent measures. Over IPC it reports its URL, records changes, and reports its memory use and open streams. */
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';
import { record } from './changes.ts';
import type { Command } from './measured-gateway.ts';

const config = readConfig(process.env, systemsOf(domains));
const log = createLog({ level: config.logLevel, pretty: false });
const gateway = await startGateway({ config, domains, schema: buildGraph(domains), log });

async function run(command: Command): Promise<unknown> {
  switch (command.is) {
    case 'record':
      return record(gateway, ...command.changes);
    case 'memory':
      if (command.afterCollecting) globalThis.gc?.();
      return process.memoryUsage();
    case 'streams':
      return gateway.streams.size;
  }
}

process.on('message', ({ number, command }: { number: number; command: Command }) => {
  void run(command).then((answer) => process.send?.({ number, answer }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ number: 0, answer: gateway.url });
