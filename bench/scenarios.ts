import type { Work } from './operations.ts';
import type { Target } from './targets/target.ts';

/** What is measured: an operation under a load. */
export interface Scenario {
  /** The operation's name, unless the load is a special one. */
  readonly name: Work | 'crowd' | 'alone';
  readonly work: Work;
  readonly connections: number;
  /** How long the upstream waits before each answer. */
  readonly delayMs: number;
}

const CONNECTIONS = 32;
const CROWD = 200;
const DELAY_MS = 20;

/** Many concurrent callers that request different pages, over slow systems. */
const crowd: Scenario = { name: 'crowd', work: 'Q2v', connections: CROWD, delayMs: DELAY_MS };
/** One caller, whose latency is the sum of the REST calls that depend on each other. */
const alone: Scenario = { name: 'alone', work: 'Q2', connections: 1, delayMs: DELAY_MS };

/** The scenarios of this target for the requested operations. */
export function scenariosOf({ name, mode }: Target, works: readonly Work[]): readonly Scenario[] {
  const usual = works.map((work): Scenario => ({ name: work, work, connections: CONNECTIONS, delayMs: 0 }));
  if (mode === 'share') return works.includes(crowd.work) ? [crowd] : [];
  if (mode === 'L2') return usual.filter(({ work }) => work === 'Q2');
  const isCompared = mode === 'cold' && ['isthmus', 'handwritten', 'apollo'].includes(name);
  const delayed = isCompared ? [crowd, alone].filter(({ work }) => works.includes(work)) : [];
  return [...usual, ...delayed];
}
