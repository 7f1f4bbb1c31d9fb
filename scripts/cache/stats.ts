import type { CacheReads, CacheSharedTier, CacheStatistics } from '../../resolvers/generated/types.ts';
import { CACHE_STATISTICS } from '../../server/safe-list/commands.ts';
import { askFor, type GatewayAccess } from '../command/ask.ts';

const MEGABYTE = 1024 * 1024;

/** Reports contents and statistics of a gateway's caches, as lines of text. Throws CommandError. */
export async function stats(gateway: GatewayAccess): Promise<readonly string[]> {
  const found = await askFor<CacheStatistics>(gateway, 'cacheStatistics', CACHE_STATISTICS, {});
  return [...totals(found), ...sharedTier(found.shared ?? null), ...table(found.reads)];
}

function totals(found: CacheStatistics): readonly string[] {
  const { on, entries, bytes, maxBytes, answerHits, memoryHits, staleHits, sharedHits, standIns, fetches } =
    found;
  return [
    `caches          ${on ? 'on' : 'off'}`,
    `memory          ${entries} entries, ${megabytes(bytes)} of ${megabytes(maxBytes)} MB`,
    `whole answers   ${answerHits} from memory`,
    `values          ${memoryHits} from memory (${staleHits} of them stale), ${sharedHits} from the shared tier`,
    `stand-ins       ${standIns} while a system was down`,
    `fetches         ${fetches}`,
  ];
}

function sharedTier(tier: CacheSharedTier | null): readonly string[] {
  if (!tier) return ['shared tier     none'];
  const { state, reads, hits, failures, averageReadMs } = tier;
  const pace = typeof averageReadMs === 'number' ? ` of ${averageReadMs.toFixed(2)} ms` : '';
  return [
    `shared tier     ${state.toLowerCase()}: ${reads} reads${pace}, ${hits} hits, ${failures} failures`,
  ];
}

function table(reads: readonly CacheReads[]): readonly string[] {
  if (reads.length === 0) return [];
  const names = reads.map(({ system, name }) => `${system}: ${name}`);
  const width = Math.max(...names.map(({ length }) => length));
  const rows = reads.map(({ hits, fetches }, index) => row(names[index] ?? '', hits, fetches));
  return ['', row('kind of read', 'hits', 'fetches'), ...rows];

  function row(name: string, hits: number | string, fetches: number | string): string {
    return `${name.padEnd(width)}  ${String(hits).padStart(10)}  ${String(fetches).padStart(10)}`;
  }
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
