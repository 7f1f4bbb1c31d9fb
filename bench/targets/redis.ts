import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { keep, stop } from './children.ts';
import { freePort } from './process.ts';

/** A Redis that the benchmark has started. */
export interface OwnRedis {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const TRIES = 200;

/** Starts redis-server on a free port, without persistence, on the core of the load; null if it is not installed or does not start. */
export async function startRedis(): Promise<OwnRedis | null> {
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) return null;
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = keep(spawn('redis-server', options, { stdio: 'ignore' }));
  for (let n = 0; n < TRIES; n++) {
    if (await answers(port)) return { url: `redis://127.0.0.1:${port}`, stop: () => stop(child) };
    await sleep(20);
  }
  await stop(child);
  return null;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isUp = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return isUp;
}
