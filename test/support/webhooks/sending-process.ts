import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A process that sends webhooks. */
export interface SendingProcess extends AsyncDisposable {
  /** Resolves once it has printed this. */
  readonly said: (text: string) => Promise<void>;
  /** Kills it, as a crash would. */
  readonly kill: () => Promise<void>;
}

/** Starts test/support/webhooks/child.ts. */
export function startSending(env: Record<string, string>): SendingProcess {
  const child = spawn(process.execPath, ['test/support/webhooks/child.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const kill = async () => {
    process.off('exit', killNow);
    killNow();
    await ended;
  };
  return {
    said: async (text) => {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`It ended before it said "${text}": ${output}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
