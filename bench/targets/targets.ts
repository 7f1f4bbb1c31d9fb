import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isthmusEnvironment, type Mode } from './isthmus.ts';
import { KEYED, newKey } from './key.ts';
import type { Addresses, Command, Name, Target } from './target.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PEERS = `${ROOT}bench/peers/`;
/** Hive Gateway is started by its own program with a configuration file; `--jit` compiles documents, which is off by default. */
const HIVE = [
  'node_modules/@graphql-hive/gateway/dist/bin.js',
  'supergraph',
  '--config-path',
  'gateway.config.ts',
  '--host',
  '127.0.0.1',
  '--jit',
];

/** All servers in all their modes, in the order of a round. */
export const targets: readonly Target[] = [
  isthmus('cold', 'Isthmus'),
  own('handwritten', 'cold', 'hand-written endpoint'),
  peer('apollo', 'cold', 'Apollo Server + DataLoader'),
  peer('mercurius', 'cold', 'Mercurius JIT + loaders'),
  peer('yoga', 'cold', 'GraphQL Yoga + DataLoader'),
  peer('hive', 'cold', 'Hive Gateway over OpenAPI', HIVE),
  isthmus('share', 'Isthmus, calls shared'),
  isthmus('warm', 'Isthmus, entities kept'),
  peer('apollo', 'warm', 'Apollo Server, REST answers kept'),
  isthmus('L2', 'Isthmus, entities in Redis only'),
  { ...isthmus('hot', 'Isthmus, answers kept', KEYED), admit: newKey },
  peer('apollo', 'hot', 'Apollo Server + response cache'),
  peer('yoga', 'hot', 'GraphQL Yoga + response cache'),
  peer('hive', 'hot', 'Hive Gateway + response cache', HIVE),
  own('plain', 'hot', 'finished bytes from plain Node'),
];

/** Isthmus as `npm start` starts it, with these settings. */
export function isthmus(mode: Mode, title: string, settings: Readonly<Record<string, string>> = {}): Target {
  const command = ({ upstream, redis }: Addresses): Command => {
    const shared = mode === 'L2' && redis !== null ? { REDIS_URL: redis } : {};
    const env = { ...isthmusEnvironment(upstream, mode), ...shared, ...settings };
    return { args: startArguments(), cwd: ROOT, env };
  };
  return { name: 'isthmus', mode, title, command };
}

function own(name: Name, mode: Mode, title: string): Target {
  const args = [`bench/${name}/main.ts`];
  const command = ({ upstream, reference }: Addresses): Command => ({
    args,
    cwd: ROOT,
    env: { UPSTREAM_URL: upstream, REFERENCE_URL: reference },
  });
  return { name, mode, title, command };
}

/** A peer, in a folder with its own package.json; its server gets the mode as MODE. */
function peer(name: Name, mode: Mode, title: string, args: readonly string[] = ['server.ts']): Target {
  const folder = PEERS + name;
  const command = ({ upstream }: Addresses): Command => ({
    args,
    cwd: folder,
    env: { UPSTREAM_URL: upstream, MODE: mode },
  });
  return { name, mode, title, command, folder };
}

/** The arguments that `npm start` passes to node, so that Isthmus is measured with the same flags. */
function startArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const words = (scripts['start'] ?? '').split(' ').filter((word) => word !== 'exec');
  if (words[0] !== 'node') throw new Error(`npm start is "${words.join(' ')}": expected it to run node.`);
  return words.slice(1);
}
