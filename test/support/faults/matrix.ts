import type { Toxic } from './toxic-proxy.ts';
import { openWays, type Link } from './ways.ts';

/** What became of one fault on one way. */
export interface Cell {
  readonly link: Link;
  readonly toxic: Toxic;
  readonly answers: number;
  /** Those in which something was missing, or stale. */
  readonly partial: number;
  /** The longest that somebody waited for an answer, in milliseconds. */
  readonly longestMs: number;
  /** From the end of the fault to the first answer that was whole. */
  readonly backMs: number;
  /** What must not be; empty where all was well. */
  readonly faults: readonly string[];
}

/** A gateway over four systems and a Redis, with a way to each on which things may go wrong. */
export interface Matrix extends AsyncDisposable {
  /** Has a few clients ask for so long while something is wrong, and then until all is well again. */
  readonly run: (link: Link, toxic: Toxic, ms: number) => Promise<Cell>;
}

/** The orders that come with the product: each is asked for once, so that nothing is known of it. */
const FIRST_ORDER = 43_659;
const ORDERS = 31_000;
const CLIENTS = 3;
const BACK_MS = 15_000;

const QUESTION = `query ($id: ID!) {
  order(id: $id) {
    status
    total { amount }
    customer { name email }
    lines { quantity product { name available } }
    invoice { status outstanding { amount } }
  }
}`;

interface Said {
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

/** Starts all of it. `folder` holds the databases of the systems, or is where they are made; `env` adds settings. */
export async function openMatrix(folder: string, env: Record<string, string> = {}): Promise<Matrix> {
  await using opened = new AsyncDisposableStack();
  const ways = opened.use(await openWays(folder));
  const url = await ways.gateway({ ...ways.settings, ...env });
  const truth = await ways.truth();

  let asked = 0;
  const next = () => `order:${FIRST_ORDER + ((asked += 7) % ORDERS)}`;
  const run: Matrix['run'] = async (link, toxic, ms) => {
    const way = ways.to(link);
    const given: { readonly id: string; readonly said: Said; readonly ms: number }[] = [];
    const faults: string[] = [];
    await way.poison(toxic);
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
    await way.heal();
    const backMs = await untilWhole(() => ask(url, next()));
    if (backMs === null) faults.push(`not whole again within ${BACK_MS} ms`);
    const guilty = given.flatMap(({ said }) => [
      ...(said.errors ?? []).map(({ extensions }) => extensions?.system ?? 'nobody'),
      ...(said.extensions?.provenance ?? []).map(({ system }) => system),
    ]);
    const innocent = new Set(guilty.filter((system) => system !== link));
    for (const system of innocent) faults.push(`${system} was told to be away, which it was not`);
    // Whatever is told as whole is true.
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
  // The first of all opens connections and fetches a token.
  await ask(url, next());
  const resources = opened.move();
  return { run, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function ask(url: string, id: string): Promise<Said> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUESTION, variables: { id } }),
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return (await response.json()) as Said;
}

function isWhole({ errors, extensions }: Said): boolean {
  return errors === undefined && extensions?.provenance === undefined;
}

/** Whether each of the four systems has said something to it: of some orders there is no invoice. */
function isFromAll(said: Said): boolean {
  const { customer, lines, invoice } = said.data?.order ?? {};
  return (
    isWhole(said) && Boolean(customer?.name && invoice) && typeof lines?.[0]?.product?.available === 'number'
  );
}

/** How long it took; null where it did not come to that. */
async function untilWhole(again: () => Promise<Said>): Promise<number | null> {
  const began = performance.now();
  while (performance.now() - began < BACK_MS) {
    if (isFromAll(await again())) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return null;
}
