import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** What the command was told. */
export interface Options {
  /** Rounds are begun until so many minutes are over; there is always one. */
  readonly minutes: number;
  readonly seed: number;
  /** Of each round. */
  readonly events: number;
  readonly perSecond: number;
  readonly questions: number;
  readonly help: boolean;
}

/** What `--help` prints. */
export const HELP = `npm run soak -- [options]

Lets everything go wrong that may between systems, Redis, three gateways and their clients, and looks at what subscribers were told and at
what whoever asks is given. Ends by itself, with exit code 1 if anything was lost, told twice, told out of order, or old.

  --minutes 10        rounds are begun until so many minutes are over; there is always one
  --seed 1            which faults, when, and where; drawn by lot where not given, and printed
  --events 50000      of a round
  --rate 1000         events a second
  --questions 10000   of a round, to three replicas by a client that is told of changes
  --quick             one short round: 3,000 events at 500 a second, 1,000 questions
  --help
`;

const QUICK = { minutes: '0', events: '3000', rate: '500', questions: '1000' };
const USUAL = { minutes: '10', events: '50000', rate: '1000', questions: '10000' };
const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** Reads the arguments of the command. Throws an Error that says which one makes no sense. */
export function readOptions(args: readonly string[]): Options {
  const options = { minutes: text, seed: text, events: text, rate: text, questions: text };
  const { values } = parseArgs({ args: [...args], options: { ...options, quick: flag, help: flag } });
  const given = { seed: String(randomInt(1, 2 ** 31)), ...(values.quick ? QUICK : USUAL), ...values };
  return {
    minutes: numberIn('minutes', given.minutes, 0),
    seed: numberIn('seed', given.seed, 0),
    events: numberIn('events', given.events, 1),
    perSecond: numberIn('rate', given.rate, 1),
    questions: numberIn('questions', given.questions, 1),
    help: values.help,
  };
}

function numberIn(name: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name} is a whole number from ${least} on, got "${value}".`);
}
