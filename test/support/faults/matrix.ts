import { orderIds } from '../orders.ts';
import type { Toxic } from './toxic-proxy.ts';
import { openWays, type Link } from './ways.ts';

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

/** Starts all of it. The databases of the systems are in `folder`, or are created there; `env` adds settings. */
export async function openMatrix(folder: string, env: Record<string, string> = {}): Promise<Matrix> {
  await using opened = new AsyncDisposableStack();
  const ways = opened.use(await openWays(folder));
  const url = await ways.gateway({ ...ways.settings, ...env });
  const truth = await ways.truth();

  // Each is queried only once, so that it is in no cache.
  const next = orderIds();
  const run: Matrix['run'] = async (link, toxic, ms) => {
    const proxy = ways.to(link);
    const given: { readonly id: string; readonly said: OrderResponse; readonly ms: number }[] = [];
    const faults: string[] = [];
    await proxy.poison(toxic);
    const end = performance.now() + ms;
    const client = async () => {
      while (performance.now() < end) {
        const id = next();
        const began = performance.now();
        try {
          given.push({ id, said: await ask(url, id), ms: performance.now() - began });
        } catch (error) {
          faults.push(`no answer: ${String(error)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    await proxy.heal();
    for (const { id, said } of given) {
      if (isWhole(said) && !said.data?.order) faults.push(`${id}: answered as complete, and null`);
    }
    const backMs = await untilWhole(() => ask(url, next()));
    if (backMs === null) faults.push(`not whole again within ${BACK_MS} ms`);
    const reported = given.flatMap(({ said }) => [
      ...(said.errors ?? []).map(({ extensions }) => extensions?.system ?? 'nobody'),
      ...(said.extensions?.provenance ?? []).map(({ system }) => system),
    ]);
    const healthy = new Set(reported.filter((system) => system !== link));
    for (const system of healthy) faults.push(`${system} was told to be away, which it was not`);
    // Answers that claim to be complete must be correct.
    for (const { id, said } of given.filter(({ said: one }) => isWhole(one)).slice(-10)) {
      const { data } = await ask(truth, id);
      if (JSON.stringify(said.data) !== JSON.stringify(data))
        faults.push(`${id}: ${JSON.stringify(said.data)}`);
    }
    return {
      link,
      toxic,
      answers: given.length,
      partial: given.filter(({ said }) => !isWhole(said)).length,
      longestMs: Math.round(Math.max(0, ...given.map((one) => one.ms))),
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

function isWhole({ errors, extensions }: OrderResponse): boolean {
  return errors === undefined && extensions?.provenance === undefined;
}

/** Whether an answer has data from each of the four systems; some orders have no invoice. */
function isFromAll(said: OrderResponse): boolean {
  const { customer, lines, invoice } = said.data?.order ?? {};
  return (
    isWhole(said) && Boolean(customer?.name && invoice) && typeof lines?.[0]?.product?.available === 'number'
  );
}

/** The time until an answer is complete; null if none was in time. */
async function untilWhole(again: () => Promise<OrderResponse>): Promise<number | null> {
  const began = performance.now();
  while (performance.now() - began < BACK_MS) {
    if (isFromAll(await again())) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return null;
}
