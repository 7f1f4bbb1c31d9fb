import { orderIds } from '../orders.ts';
import type { Toxic } from './toxic-proxy.ts';
import { openFaultyBackends, type Link } from './faulty-backends.ts';

/** The result of one fault on one link. */
export interface Cell {
  readonly link: Link;
  readonly toxic: Toxic;
  readonly answers: number;
  /** Answers with missing or stale data. */
  readonly partial: number;
  /** The longest wait for an answer, in milliseconds. */
  readonly longestMs: number;
  /** Milliseconds from the end of the fault to the first complete answer. */
  readonly backMs: number;
  /** Violations; empty if there were none. */
  readonly faults: readonly string[];
}

/** A gateway over four systems and a Redis, each behind a proxy that can inject faults. */
export interface Matrix extends AsyncDisposable {
  /** Has a few clients send queries for `ms` milliseconds during a fault, and then until answers are complete again. */
  readonly run: (link: Link, toxic: Toxic, ms: number) => Promise<Cell>;
}

const CLIENTS = 3;
const BACK_MS = 15_000;

const QUERY = `query ($id: ID!) {
  order(id: $id) {
    status
    total { amount }
    customer { name email }
    lines { quantity product { name available } }
    invoice { status outstanding { amount } }
  }
}`;

interface OrderResponse {
  readonly data?: {
    readonly order: {
      readonly customer: { readonly name: string | null } | null;
      readonly lines: readonly { readonly product: { readonly available: number | null } | null }[];
      readonly invoice: object | null;
    } | null;
  };
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly system?: string };
  }[];
  readonly extensions?: { readonly provenance?: readonly { readonly system: string }[] };
}

/** Starts the gateway and its backends. The databases of the systems are in `folder`, or are created there; `env` adds settings. */
export async function openMatrix(folder: string, env: Record<string, string> = {}): Promise<Matrix> {
  await using opened = new AsyncDisposableStack();
  const backends = opened.use(await openFaultyBackends(folder));
  const url = await backends.gateway({ ...backends.settings, ...env });
  const truth = await backends.truth();

  // Each order is queried only once, so it is in no cache.
  const next = orderIds();
  const run: Matrix['run'] = async (link, toxic, ms) => {
    const proxy = backends.proxy(link);
    const samples: { readonly id: string; readonly response: OrderResponse; readonly ms: number }[] = [];
    const faults: string[] = [];
    await proxy.poison(toxic);
    const end = performance.now() + ms;
    const client = async () => {
      while (performance.now() < end) {
        const id = next();
        const began = performance.now();
        try {
          samples.push({ id, response: await ask(url, id), ms: performance.now() - began });
        } catch (error) {
          faults.push(`no answer: ${String(error)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    await proxy.heal();
    for (const { id, response } of samples) {
      if (isComplete(response) && !response.data?.order)
        faults.push(`${id}: a complete answer with a null order`);
    }
    const backMs = await untilComplete(() => ask(url, next()));
    if (backMs === null) faults.push(`not complete again within ${BACK_MS} ms`);
    const reported = samples.flatMap(({ response }) => [
      ...(response.errors ?? []).map(({ extensions }) => extensions?.system ?? 'an unnamed system'),
      ...(response.extensions?.provenance ?? []).map(({ system }) => system),
    ]);
    const healthy = new Set(reported.filter((system) => system !== link));
    for (const system of healthy) faults.push(`${system} was reported unavailable although it was not`);
    // Answers that claim to be complete must be correct.
    for (const { id, response } of samples.filter(({ response: one }) => isComplete(one)).slice(-10)) {
      const { data } = await ask(truth, id);
      if (JSON.stringify(response.data) !== JSON.stringify(data))
        faults.push(`${id}: ${JSON.stringify(response.data)}`);
    }
    return {
      link,
      toxic,
      answers: samples.length,
      partial: samples.filter(({ response }) => !isComplete(response)).length,
      longestMs: Math.round(Math.max(0, ...samples.map((one) => one.ms))),
      backMs: Math.round(backMs ?? BACK_MS),
      faults: [...new Set(faults)],
    };
  };
  // The first query opens connections and fetches a token.
  await ask(url, next());
  const resources = opened.move();
  return { run, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function ask(url: string, id: string): Promise<OrderResponse> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { id } }),
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return (await response.json()) as OrderResponse;
}

function isComplete({ errors, extensions }: OrderResponse): boolean {
  return errors === undefined && extensions?.provenance === undefined;
}

/** Whether an answer has data from each of the four systems; some orders have no invoice. */
function isFromAll(response: OrderResponse): boolean {
  const { customer, lines, invoice } = response.data?.order ?? {};
  return (
    isComplete(response) &&
    Boolean(customer?.name && invoice) &&
    typeof lines?.[0]?.product?.available === 'number'
  );
}

/** The time until an answer is complete; null if none was in time. */
async function untilComplete(again: () => Promise<OrderResponse>): Promise<number | null> {
  const began = performance.now();
  while (performance.now() - began < BACK_MS) {
    if (isFromAll(await again())) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return null;
}
