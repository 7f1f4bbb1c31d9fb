import type { Aim } from '../report/aims.ts';
import type { Outcome } from './run.ts';
import type { Name } from './targets.ts';

const KIB = 1_024;
/** Changes per second at which the goals are set. */
const RATE = 100;
/** Idle subscribers at which the goal for memory per subscriber is set. */
const IDLE = 10_000;

/** The goals, with what a run reached of each. */
export function aimsOf({ rows, idle, alone }: Outcome): readonly Aim[] {
  const find = (name: Name, rate: number) =>
    rows.find((row) => row.name === name && row.rate === rate) ?? null;
  const [ours, peer] = [find('isthmus', RATE), find('pubsub', RATE)];
  const own = idle.find(({ name, subscribers }) => name === 'isthmus' && subscribers === IDLE);
  const ratio = ours?.cpuMicros && peer?.cpuMicros ? peer.cpuMicros / ours.cpuMicros : null;
  return [
    aim(`${RATE} changes/s, deliveries a CPU second to graphql-ws + PubSub`, 5, ratio, '×', 'least'),
    aim(
      `${RATE} changes/s, p99 to that of graphql-ws + PubSub`,
      1,
      ours && peer && ours.p99 / peer.p99,
      '×',
      'most',
    ),
    aim('memory of each of 10,000 idle subscribers', 20, own ? own.resident / KIB : null, ' KiB', 'most'),
    aim('1,000 changes/s, p50 to subscriber', 10, alone && alone.storm.p50, ' ms', 'most'),
    aim('1,000 changes/s, p99 to subscriber', 50, alone && alone.storm.p99, ' ms', 'most'),
    aim('10,000 missed changes told', 2_000, alone?.missed === 10_000 ? alone.missedMs : null, ' ms', 'most'),
    aim(
      `${RATE} changes/s, p99 to evicted in the memory of every replica`,
      10,
      alone?.replicas?.evicted.p99 ?? null,
      ' ms',
      'most',
    ),
  ];
}

function aim(what: string, bound: number, reached: number | null, unit: string, is: 'least' | 'most'): Aim {
  const sign = is === 'least' ? '≥' : '≤';
  const isMet = reached === null ? null : is === 'least' ? reached >= bound : reached <= bound;
  const text = `${sign} ${bound.toLocaleString('en-US')}${unit}`;
  return { what, aim: text, reached, byCpu: null, bound: null, unit, isMet, note: '' };
}
