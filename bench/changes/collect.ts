/**
 * Loaded before a server (`--import`, with `--expose-gc`): tells on MEMORY_PORT what it holds, once all that nobody needs is gone.
 */
import { createServer } from 'node:http';

const ROUNDS = 4;

createServer((_, response) => {
  // What is freed by one round may hold what the next one frees.
  for (let n = 0; n < ROUNDS; n++) globalThis.gc?.();
  response.end(JSON.stringify(process.memoryUsage()));
})
  .listen(Number(process.env['MEMORY_PORT']), '127.0.0.1')
  .unref();
