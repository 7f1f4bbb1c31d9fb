import type { CacheEvictPayload } from '../../resolvers/generated/types.ts';
import { CACHE_EVICT } from '../../server/safe-list/commands.ts';
import { askFor, type GatewayAccess } from '../command/ask.ts';
import { CommandError } from '../command/command.ts';

/** The possible targets of an eviction: options of the command, and input fields of the mutation. */
const TARGETS = ['id', 'type', 'tag', 'system'] as const;

type Targets = { readonly [Target in (typeof TARGETS)[number]]?: string | undefined };

/** Evicts the target that one of the options names, and returns lines that report it. Throws CommandError. */
export async function evict(gateway: GatewayAccess, options: Targets): Promise<readonly string[]> {
  const input = inputOf(options);
  const { entries, shared, sharedIsComplete, tags } = await askFor<CacheEvictPayload>(
    gateway,
    'cacheEvict',
    CACHE_EVICT,
    {
      input,
    },
  );
  const most = sharedIsComplete === false ? ' or more (not all could be counted)' : '';
  const inShared = shared === null || shared === undefined ? '' : `, ${shared}${most} from the shared tier`;
  return [
    `Evicted ${entries} ${entries === 1 ? 'entry' : 'entries'} from memory${inShared}.`,
    `By ${tags.join(', ')}`,
  ];
}

function inputOf(options: Targets): Targets {
  const given = TARGETS.filter((target) => options[target] !== undefined);
  const [target] = given;
  if (target !== undefined && given.length === 1) {
    return { [target]: options[target] };
  }
  const names = TARGETS.map((name) => `--${name}`).join(', ');
  const got = given.length === 0 ? 'none' : given.map((name) => `--${name}`).join(' and ');
  throw new CommandError(`evict takes one of ${names}, got ${got}.`);
}
