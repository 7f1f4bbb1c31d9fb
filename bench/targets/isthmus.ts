/**
 * The caching mode of a server. `cold`: nothing is cached or shared; `share`: concurrent requests share calls, but nothing is cached;
 * `warm`: entities and lists are cached; `hot`: whole answers are cached as well; `L2`: entities are cached in Redis only.
 */
export type Mode = 'cold' | 'share' | 'warm' | 'hot' | 'L2';

const SYSTEMS = ['CRM', 'COMMERCE', 'ERP', 'ACCOUNTING'] as const;
const IDENTITY = {
  CRM_TOKEN: 'bench',
  COMMERCE_API_KEY: 'bench',
  ERP_USER: 'isthmus',
  ERP_PASSWORD: 'bench',
  ACCOUNTING_CLIENT_ID: 'isthmus',
  ACCOUNTING_CLIENT_SECRET: 'bench',
};
const MODES: Readonly<Record<Mode, Readonly<Record<string, string>>>> = {
  cold: { CACHE: 'off', ANSWER_CACHE: 'off' },
  share: { CACHE: 'on', ANSWER_CACHE: 'off', CACHE_BYTES: '0' },
  warm: { CACHE: 'on', ANSWER_CACHE: 'off', CACHE_BYTES: String(512 * 2 ** 20) },
  hot: { CACHE: 'on', ANSWER_CACHE: 'on', CACHE_BYTES: String(512 * 2 ** 20) },
  L2: { CACHE: 'on', ANSWER_CACHE: 'off', CACHE_BYTES: '0' },
};

/** The settings of Isthmus for a mode, with the limits of this upstream and room for 200 concurrent callers, none of which is refused. */
export function isthmusEnvironment(upstream: string, mode: Mode): Record<string, string> {
  const systems = SYSTEMS.flatMap((name) => [
    [`${name}_URL`, upstream],
    [`${name}_CONCURRENCY`, '256'],
    [`${name}_MAX_BATCH`, '1000'],
    [`${name}_TIMEOUT_MS`, '20000'],
  ]);
  const limits = {
    MAX_PAGE_SIZE: '500',
    MAX_COST: '10000000',
    MAX_ITEMS: '10000000',
    MAX_LOOP_DELAY_MS: '10000',
  };
  return {
    ...(Object.fromEntries(systems) as Record<string, string>),
    ...IDENTITY,
    ...limits,
    ...MODES[mode],
    LOG_LEVEL: 'silent',
    REQUEST_TIMEOUT_MS: '60000',
  };
}
