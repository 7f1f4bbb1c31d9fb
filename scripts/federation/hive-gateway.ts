import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartError, whenReady, type Running } from './child.ts';

const HIVE_GATEWAY = fileURLToPath(
  new URL('../../node_modules/@graphql-hive/gateway/dist/bin.js', import.meta.url),
);
const CONFIG = fileURLToPath(new URL('gateway.config.ts', import.meta.url));
const HOST = '127.0.0.1';
/** Makes it exit when this process exits, for whatever reason. The IPC channel alone must not keep it alive. */
const EXIT_WITH_PARENT = 'process.once("disconnect", () => process.exit()); process.channel.unref();';

/**
 * Starts Hive Gateway with a supergraph file on a port of the loopback interface. Of this process's environment it
 * gets only PATH: other variables could name a registry, an uplink or a telemetry endpoint, and it is to connect to
 * the subgraphs only. Throws StartError.
 */
export async function startHiveGateway(supergraph: string, port: number): Promise<Running> {
  if (!existsSync(HIVE_GATEWAY)) {
    throw new StartError('Hive Gateway is a development package, which is not installed. Run "npm install".');
  }
  const url = `http://${HOST}:${port}`;
  const parts = ['supergraph', supergraph, '--host', HOST, '--port', String(port), '--config-path', CONFIG];
  const child = fork(HIVE_GATEWAY, parts, {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', NODE_ENV: 'production' },
    execArgv: ['--import', `data:text/javascript,${EXIT_WITH_PARENT}`],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  try {
    return await whenReady('Hive Gateway', child, async (ended) => {
      await answering(`${url}/readiness`, ended);
      return url;
    });
  } catch (error) {
    if (!String(error).includes('EADDRINUSE')) throw error;
    throw new StartError(`Port ${port} is taken by another program. Stop it, or set PORT to another port.`);
  }
}

/** Polls until the response is successful, or the process has exited. */
async function answering(url: string, ended: Promise<string>): Promise<void> {
  const over = ended.then(() => true);
  do {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
  } while (!(await Promise.race([over, sleep(50, false)])));
}
