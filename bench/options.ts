import { parseArgs } from 'node:util';
import { WORKS, type Work } from './operations.ts';
import { NAMES, type Name } from './targets/target.ts';

/** The command's options. */
export interface Options {
  readonly names: readonly Name[];
  readonly works: readonly Work[];
  readonly rounds: number;
  /** Length of one measurement. */
  readonly seconds: number;
  /** Seconds of warm-up before each measurement: it takes that long until a server's CPU time per request stops falling. */
  readonly warmUp: number;
  /** Requests sent before memory is measured. */
  readonly varied: number;
  readonly write: boolean;
  readonly help: boolean;
}

/** What `--help` prints. */
export const HELP = `npm run bench -- [options]

Measures Isthmus and its peers over the same systems, one after the other, and writes docs/benchmarks.md.

  --quick            one short round of everything, under three minutes; writes nothing
  --only a,b         servers, of ${NAMES.join(', ')}
  --work Q1,Q2       operations, of ${WORKS.join(', ')}
  --rounds 3         number of rounds; the figures are their medians
  --seconds 4        duration of each measurement
  --warm-up 6        seconds of warm-up before each measurement
  --varied 100000    requests before memory is measured
  --write            writes docs/benchmarks.md and .svg even if not everything was measured
  --help             prints this text
`;

/** Parses the command's arguments. Throws an Error that names an invalid one. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      work: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      varied: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, only, work } = values;
  const isFull = !quick && only === undefined && work === undefined;
  return {
    names: chosen('--only', only, NAMES),
    works: chosen('--work', work, WORKS),
    rounds: number('--rounds', values.rounds, quick ? 1 : 3),
    seconds: number('--seconds', values.seconds, quick ? 0.5 : 4),
    warmUp: number('--warm-up', values['warm-up'], quick ? 0.5 : 6),
    varied: number('--varied', values.varied, quick ? 5_000 : 100_000),
    write: values.write || isFull,
    help: values.help,
  };
}

/** The names that an option lists; all if it is absent. Throws an Error for one that is unknown. */
export function chosen<T extends string>(
  option: string,
  text: string | undefined,
  all: readonly T[],
): readonly T[] {
  if (text === undefined) return all;
  const words = text.split(',');
  const unknown = words.find((word) => !all.some((name) => name === word));
  if (unknown !== undefined) throw new Error(`${option} takes ${all.join(', ')}, not "${unknown}".`);
  return all.filter((name) => words.includes(name));
}

function number(option: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`${option} takes a number above 0, not "${text ?? ''}".`);
}
