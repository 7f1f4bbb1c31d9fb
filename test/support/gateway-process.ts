import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { dataDir } from './gateway.ts';
import { PATIENCE } from './product.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A gateway in its own process. */
export interface GatewayProcess {
  readonly url: string;
  /** Kills the process with SIGKILL, as a crash would end it. */
  readonly kill: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts only a gateway, with these settings, on a free port, and waits until it listens. */
export function startGatewayProcess(env: Record<string, string>): Promise<GatewayProcess> {
  return startProcess(ROOT, 'test/support/gateway-child.ts', env);
}

/** Starts a script of the checkout at `root` that prints the URL of a gateway. */
export async function startProcess(
  root: string,
  script: string,
  env: Record<string, string>,
): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [script], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATA_DIR: dataDir(),
      ...PATIENCE,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  const kill = async () => {
    process.off('exit', killNow);
    killNow();
    await ended;
  };
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
    if (url !== undefined) return { url, kill, [Symbol.asyncDispose]: kill };
  }
  throw new Error(`The gateway ended before it listened: ${printed}`);
}
