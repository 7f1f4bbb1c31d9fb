import { parseArgs } from 'node:util';
import { chosen } from '../options.ts';
import { NAMES, type Name } from './targets.ts';

/** The command's options. */
export interface Options {
  readonly names: readonly Name[];
  readonly subscribers: number;
  readonly groups: number;
  /** Changes per second: one measurement each. */
  readonly rates: readonly number[];
  readonly rounds: number;
  /** Length of one measurement. */
  readonly seconds: number;
  /** Seconds for which each server gets as many changes as it can handle, before anything is measured. */
  readonly warmUp: number;
  /** Numbers of idle subscribers: memory is measured once for each; empty for none. */
  readonly idle: readonly number[];
  /** Events that a returning subscriber has missed; 0 skips the measurements of Isthmus alone. */
  readonly missed: number;
  readonly write: boolean;
  readonly help: boolean;
}

/** What `--help` prints. */
export const HELP = `npm run bench:changes -- [options]

Measures subscriptions of Isthmus and of a plain graphql-ws server with an in-memory PubSub, over the same systems.

  --quick            one short round of everything, under two minutes
  --only a,b         servers, of ${NAMES.join(', ')}
  --subscribers 1000 number of subscribers, in all groups together
  --groups 10        number of groups; the subscribers of a group have the same subscription
  --rates 10,100,300 changes per second, one measurement each
  --rounds 3         number of rounds; the figures are their medians
  --seconds 5        duration of each measurement
  --warm-up 10       seconds of warm-up before the first measurement of each server
  --idle 1000,10000  numbers of idle subscribers whose memory is measured; 0 for none
  --missed 10000     changes that a returning subscriber has missed; 0 skips the measurements of Isthmus alone
  --write            writes the figures to docs/benchmarks.md
  --help             prints this text
`;

/** Parses the command's arguments. Throws an Error that names an invalid one. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ quick: flag, write: flag, only: text, subscribers: text, groups: text, rates: text, rounds: text },
      ...{ seconds: text, 'warm-up': text, idle: text, missed: text, help: { ...flag, short: 'h' } },
    },
  });
  const { quick, only } = values;
  return {
    names: chosen('--only', only, NAMES),
    subscribers: number('--subscribers', values.subscribers, 1_000),
    groups: number('--groups', values.groups, 10),
    rates: numbers('--rates', values.rates, [10, 100, 300]),
    rounds: number('--rounds', values.rounds, quick ? 1 : 3),
    seconds: number('--seconds', values.seconds, quick ? 2 : 5),
    warmUp: number('--warm-up', values['warm-up'], quick ? 4 : 10),
    idle: numbers('--idle', values.idle, quick ? [1_000] : [1_000, 10_000]).filter((count) => count > 0),
    missed: number('--missed', values.missed, 10_000),
    write: values.write,
    help: values.help,
  };
}

function numbers(option: string, text: string | undefined, fallback: readonly number[]): readonly number[] {
  return text === undefined ? fallback : text.split(',').map((word) => number(option, word, 0));
}

function number(option: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (value >= 0 && Number.isFinite(value)) return value;
  throw new Error(`${option} takes numbers, not "${text ?? ''}".`);
}
