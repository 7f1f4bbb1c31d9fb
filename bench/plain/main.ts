/**
 * Serves finished bytes from plain Node, on PORT: the upper bound for caching whole answers. Like any server it reads the body and finds the
 * answer by operation and variables; it fetches each answer from the reference once.
 */
import { createServer } from 'node:http';
import { bodyOf } from '../body.ts';
import { addressFromEnvironment, listen, portFromEnvironment } from '../listen.ts';

interface Asked {
  readonly operationName: string;
  readonly variables: { readonly id?: string; readonly first?: number; readonly after?: string | null };
}

const reference = addressFromEnvironment('REFERENCE_URL');
const finished = new Map<string, Buffer>();

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  bodyOf(request, (body) => {
    const { operationName, variables } = JSON.parse(body) as Asked;
    const key = `${operationName} ${variables.id ?? ''} ${variables.first ?? ''} ${variables.after ?? ''}`;
    const send = (bytes: Buffer) => {
      const headers = { 'content-type': 'application/json', 'content-length': bytes.length };
      response.writeHead(200, headers).end(bytes);
    };
    const known = finished.get(key);
    if (known) send(known);
    else void fetched(body).then((bytes) => send(kept(key, bytes)));
  });
});

await listen(server, portFromEnvironment());

function kept(key: string, bytes: Buffer): Buffer {
  finished.set(key, bytes);
  return bytes;
}

async function fetched(body: string): Promise<Buffer> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(reference, { method: 'POST', headers, body });
  return Buffer.from(await answer.arrayBuffer());
}
