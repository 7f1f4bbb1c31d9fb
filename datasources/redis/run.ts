import type { Redis } from 'ioredis';

/** The id that this server chose when it started, which distinguishes a restart from a broken connection. */
export async function runOf(redis: Redis): Promise<string> {
  const run = /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1];
  if (run === undefined)
    throw new Error('Redis does not report its run_id, so a restart could not be noticed');
  return run;
}
