import { createServer, type ServerResponse } from 'node:http';
import { bodyOf } from '../body.ts';
import { closed, listen, type Running } from '../listen.ts';
import { answers, type Variables } from './answers.ts';
import { openRest, type Rest } from './rest.ts';

/**
 * An endpoint as one would write it by hand for just these operations: node:http, the optimal REST calls, no GraphQL library; an operation
 * is identified by its name. It is an upper bound for a gateway without a cache, and the reference for answers.
 */
export async function startHandwritten(upstream: string, port = 0): Promise<Running> {
  const rest = await openRest(upstream);
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    bodyOf(request, (body) => void answer(rest, body, response));
  });
  const url = await listen(server, port);
  return {
    url,
    close: async () => {
      await closed(server);
      await rest.close();
    },
  };
}

async function answer(rest: Rest, body: string, response: ServerResponse): Promise<void> {
  try {
    const request = JSON.parse(body) as { operationName: string; variables: Variables };
    const find = answers[request.operationName];
    if (!find)
      throw new Error(`Expected one of ${Object.keys(answers).join(', ')}, got ${request.operationName}.`);
    send(response, 200, JSON.stringify({ data: await find(rest, request.variables) }));
  } catch (error) {
    send(response, 500, JSON.stringify({ errors: [{ message: String(error) }] }));
  }
}

function send(response: ServerResponse, status: number, text: string): void {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}
