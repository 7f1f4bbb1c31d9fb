import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';

const MAIN = fileURLToPath(new URL('../../services/main.ts', import.meta.url));
const COMPILE_CACHE = new URL('../compile-cache.js', import.meta.url).href;
const STOP_FUSE_MS = 5_000;

/** The running process of the embedded systems. */
export interface EmbeddedSystems {
  /** The address of each system, by name. */
  readonly urls: Readonly<Record<string, string>>;
  /** Rejects with an EmbeddedError if the process ends without having been stopped. Never resolves. */
  readonly lost: Promise<never>;
  /** Stops the process, and kills it if it has not stopped within 5 s. */
  readonly close: () => Promise<void>;
}

/** The embedded systems could not be started; the message says why and what to do. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  /** The port that is already taken; null if the failure has another cause. */
  readonly port: number | null;

  constructor(message: string, port: number | null = null) {
    super(message);
    this.port = port;
  }
}

type Message =
  | { readonly type: 'building'; readonly system: string }
  | { readonly type: 'ready'; readonly systems: Readonly<Record<string, string>> }
  | { readonly type: 'failed'; readonly message: string; readonly takenPort?: number };

/**
 * Starts those of the embedded systems that no setting replaces, in a separate process, and waits until all of them answer. `onBuild` is
 * called for each database that has to be built first. Null if none is needed.
 */
export async function startEmbedded(
  config: Config,
  onBuild: (system: string) => void,
): Promise<EmbeddedSystems | null> {
  const ports = config.systems.flatMap(({ system, embeddedPort }) =>
    embeddedPort === null ? [] : [`--${system.name}`, String(embeddedPort)],
  );
  if (ports.length === 0) return null;
  const execArgv = [...process.execArgv, '--import', COMPILE_CACHE];
  const child = fork(MAIN, ['--data', config.dataDir, ...ports], { execArgv });
  // While it builds a database it does not process events, so it would not notice that its parent is gone.
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  try {
    const urls = await ready(child, onBuild);
    const stopping = new AbortController();
    return {
      urls,
      lost: rejectOnExit(child, stopping.signal),
      close: () => {
        stopping.abort();
        return stop(child);
      },
    };
  } catch (error) {
    await stop(child);
    throw error;
  } finally {
    process.off('exit', end);
  }
}

/** The configuration, with the addresses at which the embedded systems actually listen. */
export function withEmbeddedUrls(config: Config, embedded: EmbeddedSystems | null): Config {
  const systems = config.systems.map((settings) => ({
    ...settings,
    baseUrl: embedded?.urls[settings.system.name] ?? settings.baseUrl,
  }));
  return { ...config, systems };
}

function ready(
  child: ChildProcess,
  onBuild: (system: string) => void,
): Promise<Readonly<Record<string, string>>> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: Message) => {
      switch (message.type) {
        case 'building':
          onBuild(message.system);
          return;
        case 'ready':
          resolve(message.systems);
          return;
        case 'failed':
          reject(new EmbeddedError(message.message, message.takenPort ?? null));
          return;
      }
    });
    child.once('exit', (code) => reject(new EmbeddedError(`The embedded systems exited with code ${code}.`)));
  });
}

function rejectOnExit(child: ChildProcess, stopSignal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    child.once('exit', (code, signal) => {
      if (stopSignal.aborted) return;
      reject(new EmbeddedError(`The embedded systems ended with ${signal ?? `code ${code}`}.`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // The child ignores signals, because they reach the whole process group and its parent handles them.
  if (child.connected) child.disconnect();
  const fuse = setTimeout(() => child.kill('SIGKILL'), STOP_FUSE_MS);
  await ended;
  clearTimeout(fuse);
}
