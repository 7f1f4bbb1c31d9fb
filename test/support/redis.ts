import { Redis } from 'ioredis';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** A Redis of the test's own, with nothing in it: a process on a free port, with a folder that is removed. */
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

  /** Starts one and waits until it takes connections; `settings` are more of its options. */
  static async start(...settings: readonly string[]): Promise<RedisServer> {
    const redis = new RedisServer(await freePort(), settings);
    await redis.run();
    return redis;
  }

  /** Starts it again, at the same address and with nothing in it but what was saved, by its settings or by a client. */
  async run(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder, '--save', ''];
    const child = spawn('redis-server', [...options, ...this.#settings], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    let said = '';
    child.stdout.setEncoding('utf8');
    for await (const text of child.stdout as AsyncIterable<string>) {
      said += text;
      if (said.includes('Ready to accept connections')) break;
    }
    if (!said.includes('Ready to accept connections')) throw new Error(`redis-server did not start: ${said}`);
  }

  /** Ends it; connections to it break. */
  async stop(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Has it shut down as an operator does: it saves first, where its settings say so. */
  async shutDown(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Has it be full from now on, where its policy is `noeviction`: it refuses whatever takes memory. */
  async fill(): Promise<void> {
    const client = new Redis(this.url);
    await client.config('SET', 'maxmemory', '1');
    const refusal = await client.set('a value', '1').catch(String);
    client.disconnect();
    if (!refusal.includes('OOM')) throw new Error(`expected it to be full: ${refusal}`);
  }

  /** Has it have room again. */
  async makeRoom(): Promise<void> {
    const client = new Redis(this.url);
    await client.config('SET', 'maxmemory', '0');
    client.disconnect();
  }

  /** Lets it hang: connections stand, but nothing is answered until `resume`. */
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
