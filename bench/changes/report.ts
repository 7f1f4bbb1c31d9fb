import { describeMachine, type Pinning } from '../machine.ts';
import { figure, markdownTable, plainTable, type Table } from '../report/table.ts';
import { aimTable, percent } from '../report/tables.ts';
import { aimsOf } from './aims.ts';
import type { Options } from './options.ts';
import type { Outcome } from './run.ts';
import { targets, type Name } from './targets.ts';

const HOW = `- All subscribers of a group have the same subscription to one customer: four fields from the CRM, two orders from the shop, and the
  outstanding amounts of their invoices. A change gives a customer another phone number, and the server is notified of it: Isthmus by a webhook
  (CloudEvents, signed according to Standard Webhooks, appended to its log on disk), the peer by a plain POST. The first results of both are
  compared byte for byte, and must contain the new number.
- The **peer** is graphql-ws with the PubSub of graphql-subscriptions, in a favourable setup: one topic per customer instead of a filter, and
  one set of DataLoaders per event, which all its subscribers share. It checks nothing, stores nothing, and loses changes while a client is
  disconnected.
- **told** is the share of the results due by then that reached subscribers. If it is far from 100 %, the server cannot keep up with that
  rate, and the latency depends on the duration of the measurement.
- **p50, p99**: from just before the webhook is sent until a subscriber has the whole message.
- **CPU µs/delivery** is the user and system time of the server, including webhooks and REST calls, divided by the number of deliveries. About
  10 µs of it are spent in the kernel, on a write to a socket.
- **KiB a subscriber**: what 1,000 or 10,000 idle WebSockets with one subscription each add to the resident memory of a process that had 100
  before; in brackets the part that V8 holds after garbage collection.`;

/** How a run was made. */
export interface Circumstances {
  readonly args: readonly string[];
  readonly options: Options;
  readonly pinning: Pinning;
  /** What else the machine was doing. */
  readonly company: string;
}

/** Prints all results. */
export function printReport(outcome: Outcome): void {
  for (const table of tablesOf(outcome)) console.log(`\n${plainTable(table)}`);
  console.log(`\n${plainTable(aimTable(aimsOf(outcome)))}`);
}

/** The section of the page about changes. */
export function changesSection(outcome: Outcome, { args, options, pinning, company }: Circumstances): string {
  const { rounds, seconds, subscribers, groups, warmUp } = options;
  const command = ['npm run bench:changes', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const parts = [
    '## Changes',
    `\`${command}\` printed these figures and wrote this part on ${new Date().toISOString().slice(0, 10)}: ${subscribers.toLocaleString('en-US')} subscribers over WebSocket, in ${groups} groups with the same subscription. Medians of ${rounds} rounds of ${seconds} s at each rate, after ${warmUp} s of warm-up at the highest rate that the server can handle; ${describeMachine()}; ${pinning.missing === null ? 'the server pinned to one core, load and systems to another' : `not pinned, because ${pinning.missing}`}; ${company}.`,
    markdownTable(aimTable(aimsOf(outcome))),
    ...tablesOf(outcome).map(markdownTable),
    HOW,
  ];
  return parts.join('\n\n');
}

function tablesOf(outcome: Outcome): readonly Table[] {
  const tables = [ratesTable(outcome), idleTable(outcome), aloneTable(outcome)];
  return tables.filter(({ rows }) => rows.length > 0);
}

function ratesTable({ rows }: Outcome): Table {
  const heads = ['', 'changes/s', 'deliveries/s', 'told', 'p50 ms', 'p99 ms', 'CPU µs/delivery'];
  return {
    heads: [...heads, 'deliveries/CPU s', 'server busy', 'load busy', 'REST/change'],
    rows: [...rows]
      .sort((a, b) => a.rate - b.rate)
      .map((row) => [
        titleOf(row.name),
        figure(row.rate),
        figure(row.perSecond),
        percent(row.kept),
        figure(row.p50),
        figure(row.p99),
        figure(row.cpuMicros),
        figure(row.cpuMicros && 1e6 / row.cpuMicros),
        percent(row.serverBusy),
        percent(row.loadBusy),
        figure(row.restCalls),
      ]),
  };
}

function idleTable({ idle }: Outcome): Table {
  return {
    heads: ['idle subscribers', 'how many', 'KiB a subscriber'],
    rows: idle.map(({ name, subscribers, resident, held }) => [
      titleOf(name),
      subscribers.toLocaleString('en-US'),
      `${figure(resident / 1_024)} (${figure(held / 1_024)})`,
    ]),
  };
}

function aloneTable({ alone }: Outcome): Table {
  const heads = ['Isthmus alone', 'p50 ms', 'p99 ms'];
  if (!alone) return { heads, rows: [] };
  const { storm, missed, missedMs, replicas } = alone;
  const all = [
    ['1,000 changes/s, webhook to subscriber', figure(storm.p50), figure(storm.p99)],
    [`${missed.toLocaleString('en-US')} missed changes told to who comes back, all`, figure(missedMs), ''],
  ];
  const spread = replicas && [
    [
      'three replicas over Redis, change in the log to evicted in the memory of all',
      figure(replicas.evicted.p50),
      figure(replicas.evicted.p99),
    ],
    [
      'three replicas over Redis, webhook at one to told by all',
      figure(replicas.delivered.p50),
      figure(replicas.delivered.p99),
    ],
  ];
  return { heads, rows: spread ? [...all, ...spread] : all };
}

function titleOf(name: Name): string {
  return targets.find((target) => target.name === name)?.title ?? name;
}
