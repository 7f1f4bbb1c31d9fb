import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The exit status and output of a process. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The product, or another script, as a user starts it: a process with its own settings and none of the test's environment. */
export class ProductProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  /** Resolves when it has ended and all its output has been read. */
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';

  /** `flags` are those of node. With `detached` it leads its own process group, and outlives an aborted test run. */
  constructor(
    env: Record<string, string>,
    args: readonly string[] = [],
    script = 'server/main.js',
    flags: readonly string[] = [],
    detached = false,
  ) {
    this.child = spawn(process.execPath, [...flags, script, ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached,
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.ended = once(this.child, 'close').then(([code, signal]) => {
      const end = { code: code as number | null, signal: signal as NodeJS.Signals | null };
      return { ...end, stdout: this.#stdout, stderr: this.#stderr };
    });
  }

  /** Resolves with its output once that contains `text`; rejects if it ends before. */
  async printed(text: string): Promise<string> {
    while (!this.#stdout.includes(text)) {
      const more = once(this.child.stdout ?? this.child, 'data').then(() => null);
      const end = await Promise.race([more, this.ended]);
      if (end)
        throw new Error(`ended with ${end.code ?? end.signal} before "${text}": ${end.stdout}${end.stderr}`);
    }
    return this.#stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.ended;
  }
}
