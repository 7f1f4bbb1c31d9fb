/** A gateway over systems that run elsewhere, without the embedded systems that main.ts starts. It prints its URL. */
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';

const config = readConfig(process.env, systemsOf(domains));
const log = createLog({ level: config.logLevel, pretty: false });
const { url } = await startGateway({ config, domains, schema: buildGraph(domains), log });
console.log(url);
