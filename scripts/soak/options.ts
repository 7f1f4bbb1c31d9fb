import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** The parts of the soak. */
export type Part = 'mixed' | 'changes';

/** What the command was told. */
export interface Options {
  readonly parts: readonly Part[];
  /** Of each part. Rounds of changes are begun until so many minutes are over; there is always one. */
  readonly minutes: number;
  readonly seed: number;
  /** Requests a second of the mixed load. */
  readonly requests: number;
  /** Whether things go wrong during the mixed load. */
  readonly faults: boolean;
  /** Of each round of changes. */
  readonly events: number;
  readonly perSecond: number;
  readonly questions: number;
  readonly help: boolean;
}

/** What `--help` prints. */
export const HELP = `npm run soak -- [options]

Two parts, one after the other. Each ends by itself, and the command with exit code 1 if a promise was broken.

mixed    Queries, lists, reports, mutations, batches, live queries and subscriptions, by API key and by nobody, at a fixed rate, while webhooks
         come in and one fault after another occurs on the links to the systems and to Redis. Prints figures once a minute.
changes  Lets everything go wrong that may between systems, Redis, three gateways and their clients, and looks at what subscribers were told
         and at what whoever asks is given; then how long things take where nothing goes wrong. What takes five times as long as is promised
         is a fault.

  --only mixed        one part alone: mixed or changes
  --minutes 10        of each part; rounds of changes are begun until they are over, and there is always one
  --seed 1            which faults, when, and where; drawn by lot where not given, and printed

  --requests 25       of the mixed load, a second
  --faults on         whether things go wrong during the mixed load: on or off

  --events 50000      of a round of changes
  --rate 1000         events a second
  --questions 10000   of a round, to three replicas by a client that is told of changes
  --quick             half a minute of mixed load; one short round of changes: 3,000 events at 500 a second, 1,000 questions
  --help
`;

const QUICK = { minutes: '0', events: '3000', rate: '500', questions: '1000' };
const USUAL = { minutes: '10', events: '50000', rate: '1000', questions: '10000' };
const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** Reads the arguments of the command. Throws an Error that says which one makes no sense. */
export function readOptions(args: readonly string[]): Options {
  const mixed = { requests: text, faults: text };
  const changes = { events: text, rate: text, questions: text };
  const options = { only: text, minutes: text, seed: text, ...mixed, ...changes };
  const { values } = parseArgs({ args: [...args], options: { ...options, quick: flag, help: flag } });
  const given = {
    seed: String(randomInt(1, 2 ** 31)),
    requests: '25',
    faults: 'on',
    ...(values.quick ? QUICK : USUAL),
    ...values,
  };
  return {
    parts:
      values.only === undefined ? ['mixed', 'changes'] : [oneOf('only', values.only, ['mixed', 'changes'])],
    minutes: numberIn('minutes', given.minutes, 0),
    seed: numberIn('seed', given.seed, 0),
    requests: numberIn('requests', given.requests, 1),
    faults: oneOf('faults', given.faults, ['on', 'off']) === 'on',
    events: numberIn('events', given.events, 1),
    perSecond: numberIn('rate', given.rate, 1),
    questions: numberIn('questions', given.questions, 1),
    help: values.help,
  };
}

function oneOf<Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new Error(`--${name} is ${choices.join(' or ')}, got "${value}".`);
}

function numberIn(name: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name} is a whole number from ${least} on, got "${value}".`);
}
