import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { digestOf, keyIdOf, newSecret } from '../../../server/keys/secret.ts';
import { post } from '../exchange.ts';
import { ToxicProxy } from '../faults/toxic-proxy.ts';
import { openFaultyBackends, type FaultyBackends } from '../faults/faulty-backends.ts';
import { freePort } from '../free-port.ts';
import { dataDir } from '../gateway.ts';
import { ProductProcess } from '../process.ts';
import { scrape, type Scrape } from '../scrape.ts';
import { Systems } from '../systems.ts';
import type { Credentials } from '../transports.ts';

/** The product as users start it, connected to systems and Redis through proxies that can inject faults. */
export interface Scene extends AsyncDisposable {
  readonly url: string;
  readonly process: ProductProcess;
  readonly backends: FaultyBackends;
  /** The proxy through which webhooks reach the gateway. */
  readonly webhooks: ToxicProxy;
  /** The systems, reached directly. */
  readonly systems: Systems;
  /** The URL of a gateway without caches and faults. */
  readonly truth: string;
  /** Credentials with all scopes except those of operators. */
  readonly clerk: Credentials;
  readonly metrics: () => Promise<Scrape>;
  /** Bytes that the process holds after a garbage collection, in V8's heap and outside of it. */
  readonly liveBytes: () => Promise<number>;
}

/** Collects garbage and reports the memory in use; also loaded by the benchmark of changes. */
const COLLECT = fileURLToPath(new URL('../../../bench/changes/collect.ts', import.meta.url));
/** Small, so that caches are full long before memory is judged: filling them is not a leak. */
const CACHE_BYTES = 4 * 2 ** 20;
const SCOPES = ['customers', 'orders', 'finance', 'stock'].flatMap((kind) => [
  `${kind}:read`,
  `${kind}:write`,
]);
const READS = ['suppliers:read', 'reports:read', 'changes:read', 'webhooks:read'];
const CREATE = `mutation ($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) { secret userErrors { message } }
}`;

/** Starts all of it; the databases of the systems are in `folder`, or are created there. */
export async function openScene(folder: string): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const backends = opened.use(await openFaultyBackends(folder));
  const truth = await backends.truth();
  const [metricsPort, memoryPort] = [await freePort(), await freePort()];
  const operator = newSecret(keyIdOf('operator'));
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const env = {
    ...backends.settings,
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATA_DIR: dataDir(),
    AUTH: 'required',
    OPERATOR_KEY_SHA256: digestOf(operator),
    CRM_WEBHOOK_SECRETS: secret,
    COMMERCE_WEBHOOK_SECRETS: secret,
    CACHE_BYTES: String(CACHE_BYTES),
    // Collecting garbage stops the process for longer than the 20 ms at which it would begin to refuse requests.
    MAX_LOOP_DELAY_MS: '1000',
    METRICS_PORT: String(metricsPort),
    MEMORY_PORT: String(memoryPort),
  };
  const flags = ['--expose-gc', '--import', COLLECT];
  const process = opened.use(new ProductProcess(env, [], 'server/main.js', flags));
  const banner = await process.printed('Ctrl-C stops everything.');
  const url = /playground {2}(\S+)\//.exec(banner)?.[1] ?? '';
  const webhooks = opened.use(await ToxicProxy.start(Number(new URL(url).port)));
  const systems = new Systems({ systems: backends.systems });
  for (const system of ['crm', 'commerce'] as const) {
    const { status } = await systems.ask(system, '/webhooks', 'POST', {
      url: `http://127.0.0.1:${webhooks.port}/changes/${system}`,
      secret,
    });
    if (status !== 201) throw new Error(`${system} takes no receiver of webhooks: ${status}`);
  }
  const clerk = { 'x-api-key': await keyFrom(url, operator) };
  const resources = opened.move();
  return {
    url,
    process,
    backends,
    webhooks,
    systems,
    truth,
    clerk,
    metrics: () => scrape(`http://127.0.0.1:${metricsPort}/metrics`),
    liveBytes: async () => {
      const answer = await fetch(`http://127.0.0.1:${memoryPort}`);
      const { heapUsed, external, arrayBuffers } = (await answer.json()) as NodeJS.MemoryUsage;
      // Most buffers count as both, those waiting to be written only as the latter.
      return heapUsed + Math.max(external, arrayBuffers);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** The secret of a new API key, created by an operator. */
async function keyFrom(url: string, operator: string): Promise<string> {
  const variables = { input: { name: 'soak', scopes: [...SCOPES, ...READS] } };
  const { text } = await post(url, { query: CREATE, variables }, { 'x-api-key': operator });
  const secret: unknown = JSON.parse(text).data?.apiKeyCreate?.secret;
  if (typeof secret !== 'string') throw new Error(`No key was made: ${text}`);
  return secret;
}
