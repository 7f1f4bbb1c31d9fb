import { answering, FaultServer, lostAnswer, pass, reset } from './fault-server.ts';

/**
 * What happens to a request to a system: `pass` forwards it; `cut` breaks the connection before the system has received it; `lose` drops
 * the answer after the system has handled it; or it is answered with this status and problem code instead.
 */
export type Fault = 'pass' | 'cut' | 'lose' | { readonly status: number; readonly code?: string };

/** Decides what happens to each request, given its method and path, such as `POST /v2/orders`. */
export type Faults = (call: string) => Fault | Promise<Fault>;

/** A proxy to a system that can inject faults. */
export interface FaultProxy {
  readonly url: string;
  /** Sets the faults from now on; without `faults`, all requests pass. */
  readonly set: (faults?: Faults) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts a proxy to the system at `target`; all requests pass until `set` is called. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const server = await FaultServer.start();
  server.behind = target;
  return {
    url: server.url,
    set: (faults = () => 'pass') => {
      server.always(async (response, forward) => {
        const { method = '', url = '' } = response.req;
        const fault = faultOf(await faults(`${method} ${url.replace(/\?.*/, '')}`));
        await fault(response, forward);
      });
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function faultOf(fault: Fault) {
  switch (fault) {
    case 'pass':
      return pass;
    case 'cut':
      return reset;
    case 'lose':
      return lostAnswer;
    default: {
      const problem = { title: 'Refused on the way', ...fault };
      return answering(fault.status, JSON.stringify(problem), { 'content-type': 'application/problem+json' });
    }
  }
}
