import { answering, FaultServer, lostAnswer, pass, reset } from './fault-server.ts';

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

/** Starts a way to the system at `target`; all requests pass until told otherwise. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const server = await FaultServer.start();
  server.behind = target;
  return {
    url: server.url,
    set: (faults = () => 'pass') => {
      server.always(async (response, asked) => {
        const { method = '', url = '' } = response.req;
        const fault = faultOf(await faults(`${method} ${url.replace(/\?.*/, '')}`));
        await fault(response, asked);
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
