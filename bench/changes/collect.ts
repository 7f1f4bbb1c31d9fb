/** Loaded before a server (`--import`, with `--expose-gc`): reports on MEMORY_PORT how much memory it uses after garbage collection. */
import { createServer } from 'node:http';

const ROUNDS = 4;

createServer((_, response) => {
  // Objects freed in one round may hold others that only the next one frees.
  for (let n = 0; n < ROUNDS; n++) globalThis.gc?.();
  response.end(JSON.stringify(process.memoryUsage()));
})
  .listen(Number(process.env['MEMORY_PORT']), '127.0.0.1')
  .unref();
