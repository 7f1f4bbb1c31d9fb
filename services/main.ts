/**
 * The process of the embedded systems. Usage:
 *   node services/main.ts --data var/data --host 127.0.0.1 --crm 4101 --commerce 4102 --erp 4103 --accounting 4104
 * Only the systems whose port is given are started. It reports to its parent over IPC, as `{ type: 'building' | 'ready' | 'failed', … }`,
 * and stops when the parent disconnects or exits; without a parent it stops on SIGTERM or SIGINT.
 */
import { parseArgs } from 'node:util';
import { accounting } from './accounting/system.ts';
import { commerce } from './commerce/system.ts';
import { crm } from './crm/system.ts';
import { erp } from './erp/system.ts';
import { startSystem, type RunningSystem } from './kit/system.ts';

const SYSTEMS = [crm, commerce, erp, accounting];
const running: RunningSystem[] = [];

function report(message: Record<string, unknown>): void {
  if (process.send) process.send(message);
  else console.log(JSON.stringify(message));
}

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: 'var/data' },
      host: { type: 'string', default: '127.0.0.1' },
      crm: { type: 'string' },
      commerce: { type: 'string' },
      erp: { type: 'string' },
      accounting: { type: 'string' },
    },
  });
  for (const system of SYSTEMS) {
    const port = values[system.name];
    if (port === undefined) continue;
    const onBuild = (name: string) => report({ type: 'building', system: name });
    const options = { data: values.data, host: values.host, port: Number(port), env: process.env, onBuild };
    running.push(await startSystem(system, options));
  }
  report({ type: 'ready', systems: Object.fromEntries(running.map(({ name, url }) => [name, url])) });
}

async function stop(code: number): Promise<void> {
  await Promise.allSettled(running.map((system) => system.close()));
  process.exit(code);
}

// Ctrl-C, systemd and CI runners signal the whole process group; a parent stops this process in its own order, by disconnecting.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void (process.send ? undefined : stop(0)));
process.once('disconnect', () => void stop(0));

try {
  await start();
} catch (error) {
  const cause = error as NodeJS.ErrnoException & { port?: number };
  const takenPort = cause.code === 'EADDRINUSE' ? cause.port : undefined;
  const message =
    takenPort === undefined
      ? cause.message
      : `Port ${takenPort} is taken by another program. Stop it, or choose another port.`;
  report({ type: 'failed', message, takenPort });
  await stop(1);
}
