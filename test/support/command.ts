import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The result of a command. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `scripts/<name>.ts` with these arguments and settings, as npm does. */
export function runScript(
  name: string,
  parts: readonly string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const command = execFile(
      process.execPath,
      [`scripts/${name}.ts`, ...parts],
      { cwd: ROOT, env: { PATH: process.env['PATH'], ...env } },
      (_error, stdout, stderr) => resolve({ code: command.exitCode, stdout, stderr }),
    );
  });
}
