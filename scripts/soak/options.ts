import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** The parts of the soak. */
export type Part = 'mixed' | 'changes';

/** The command's options. */
export interface Options {
  readonly parts: readonly Part[];
  /** Duration of each part. New rounds of changes start until it is over; there is at least one. */
  readonly minutes: number;
  readonly seed: number;
  /** Rate of the mixed load, in requests per second. */
  readonly requests: number;
  /** Whether faults occur during the mixed load. */
  readonly faults: boolean;
  /** Events in each round of changes. */
  readonly events: number;
  /** Rate of these events. */
  readonly perSecond: number;
  /** Queries in each round of changes. */
  readonly questions: number;
  readonly help: boolean;
}

/** What `--help` prints. */
export const HELP = `npm run soak -- [options]

Runs two parts, one after the other. The exit code is 1 if a promise was broken.

mixed    Sends queries, lists, reports, mutations, batches, live queries and subscriptions, with API keys and anonymously, at a fixed rate,
         while webhooks arrive and one fault after another occurs on the links to the systems and to Redis. Prints figures once a minute.
changes  Injects every fault between systems, Redis, three gateways and their clients, and checks what subscribers receive and what queries
         return; then measures latencies without faults. Anything that takes more than five times as long as promised is a fault.

  --only mixed        runs one part: mixed or changes
  --minutes 10        duration of each part; new rounds of changes start until it is over, and there is at least one
  --seed 1            determines which faults occur, when, and where; random by default, and printed

  --requests 25       requests per second of the mixed load
  --faults on         whether faults occur during the mixed load: on or off

  --events 50000      events in a round of changes
  --rate 1000         events per second
  --questions 10000   queries in a round, to three replicas, by a client that subscribes to changes
  --quick             half a minute of mixed load; one short round of changes: 3,000 events at 500 a second, 1,000 queries
  --help              prints this text
`;

const QUICK = { minutes: '0', events: '3000', rate: '500', questions: '1000' };
const DEFAULTS = { minutes: '10', events: '50000', rate: '1000', questions: '10000' };
const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** Parses the command's arguments. Throws an Error that names the invalid one. */
export function readOptions(args: readonly string[]): Options {
  const mixed = { requests: text, faults: text };
  const changes = { events: text, rate: text, questions: text };
  const options = { only: text, minutes: text, seed: text, ...mixed, ...changes };
  const { values } = parseArgs({ args: [...args], options: { ...options, quick: flag, help: flag } });
  const given = {
    seed: String(randomInt(1, 2 ** 31)),
    requests: '25',
    faults: 'on',
    ...(values.quick ? QUICK : DEFAULTS),
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
  throw new Error(`--${name} must be ${choices.join(' or ')}, got "${value}".`);
}

function numberIn(name: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name} must be a whole number of at least ${least}, got "${value}".`);
}
