import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A gateway in a process of its own. */
export interface GatewayProcess {
  readonly url: string;
  /** Ends the process as a crash would: at once, without any goodbye. */
  readonly kill: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts `server/main.ts` of the checkout at `root` on a free port and waits until it says where it listens. */
export async function startGatewayProcess(env: Record<string, string>, root = ROOT): Promise<GatewayProcess> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  process.once('exit', () => child.kill('SIGKILL'));
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    if (url !== undefined) return { url, kill, [Symbol.asyncDispose]: kill };
  }
  throw new Error(`The gateway ended before it listened: ${said}`);
}
