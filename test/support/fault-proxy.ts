import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What becomes of a request on its way to a system: `pass` it on; `cut` the connection before the system has
 * seen it; `lose` the answer after the system has; or answer with this status and problem code in its place.
 */
export type Fault = 'pass' | 'cut' | 'lose' | { readonly status: number; readonly code?: string };

/** Decides over each request, by `POST /v2/orders`, its query left out. */
export type Faults = (call: string) => Fault | Promise<Fault>;

/** A way to a system on which things go wrong. */
export interface FaultProxy {
  readonly url: string;
  /** Sets what goes wrong from now on; nothing without. */
  readonly set: (faults?: Faults) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts a proxy to the system at `target`; all requests pass until told otherwise. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let faults: Faults = () => 'pass';
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const call = `${incoming.method ?? ''} ${(incoming.url ?? '').split('?')[0] ?? ''}`;
      const fault = await faults(call);
      if (fault === 'cut') incoming.socket.destroy();
      else if (typeof fault === 'object') refuse(outgoing, fault);
      else forward(target, incoming, outgoing, fault === 'lose');
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next = () => 'pass') => {
      faults = next;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(outgoing: ServerResponse, { status, code }: { status: number; code?: string }): void {
  const problem = { type: 'about:blank', title: 'Refused on the way', status, code };
  outgoing.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse, lose: boolean): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(target + url, { method, headers }, (answer) => {
    if (lose) {
      answer.resume().on('end', () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => incoming.socket.destroy());
  incoming.pipe(onward);
}
