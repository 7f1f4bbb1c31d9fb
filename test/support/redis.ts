import { Redis } from 'ioredis';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** An empty Redis for a test: a process on a free port, with a temporary folder. */
export class RedisServer implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'isthmus-redis-'));
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, settings: readonly string[]) {
    this.port = port;
    this.#settings = settings;
    this.url = `redis://127.0.0.1:${port}`;
  }

  /** Starts a Redis and waits until it accepts connections; `settings` are further options. */
  static async start(...settings: readonly string[]): Promise<RedisServer> {
    const redis = new RedisServer(await freePort(), settings);
    await redis.run();
    return redis;
  }

  /** Starts it again, at the same address and with only the data that was saved, by its settings or by a client. */
  async run(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder, '--save', ''];
    const child = spawn('redis-server', [...options, ...this.#settings], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    let output = '';
    child.stdout.setEncoding('utf8');
    for await (const text of child.stdout as AsyncIterable<string>) {
      output += text;
      if (output.includes('Ready to accept connections')) break;
    }
    if (!output.includes('Ready to accept connections'))
      throw new Error(`redis-server did not start: ${output}`);
  }

  /** Kills it; its connections break. */
  async stop(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Shuts it down as an operator would: it saves first, if its settings say so. */
  async shutDown(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Makes it full from now on, if its policy is `noeviction`: it refuses commands that take memory. */
  async fill(): Promise<void> {
    const client = new Redis(this.url);
    await client.config('SET', 'maxmemory', '1');
    const refusal = await client.set('a value', '1').catch(String);
    client.disconnect();
    if (!refusal.includes('OOM')) throw new Error(`expected it to be full: ${refusal}`);
  }

  /** Makes room again after `fill`. */
  async makeRoom(): Promise<void> {
    const client = new Redis(this.url);
    await client.config('SET', 'maxmemory', '0');
    client.disconnect();
  }

  /** Makes it hang: connections stay open, but nothing is answered until `resume`. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
