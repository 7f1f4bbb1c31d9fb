/** Matches a bank statement against open invoices, and records what matches: `npm run example -- bank-matching` (README.md). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { graphAt, type Graph } from '../kit/graph.ts';
import { run } from '../kit/run.ts';
import { openInvoices, recordedPayments, statusesOf, type OpenInvoice } from './books.ts';
import { Matcher, type Outcome } from './match.ts';
import { namedIn } from './names.ts';
import { countsOf, reportOf, tableOf, type Entry } from './report.ts';
import { readStatement, type Line } from './statement.ts';

const RECORD = `mutation Record($input: PaymentRecordInput!, $key: String!) {
  paymentRecord(input: $input, idempotencyKey: $key) { userErrors { code message } }
}`;

await run(
  'Matches a bank statement against the open invoices, and records payments for what matches.',
  {
    GRAPH_URL: ['http://127.0.0.1:4000/graphql', 'the graph'],
    GRAPH_KEY: ['', 'API key (isk_…), if the graph requires one'],
    GRAPH_PAGE_SIZE: ['100', 'items per page, at most the MAX_PAGE_SIZE of the graph'],
    STATEMENT: [fileURLToPath(new URL('statement.csv', import.meta.url)), 'the statement, in CSV'],
    REPORT: ['var/bank-matching/report.json', 'where the report goes'],
    RECORD: ['on', 'off: shows what it would do, and records nothing'],
  },
  async ({ GRAPH_URL, GRAPH_KEY, GRAPH_PAGE_SIZE, STATEMENT, REPORT, RECORD }) => {
    if (RECORD !== 'on' && RECORD !== 'off') throw new Error(`RECORD must be on or off, got "${RECORD}".`);
    const lines = readStatement(readFileSync(STATEMENT, 'utf8'));
    const graph = graphAt(GRAPH_URL, GRAPH_KEY, Number(GRAPH_PAGE_SIZE));
    const matcher = await matcherFor(graph, lines);
    const entries: Entry[] = [];
    for (const line of lines) {
      const outcome = matcher.match(line);
      entries.push({ line, outcome: RECORD === 'on' ? await record(graph, line, outcome) : outcome });
    }
    mkdirSync(dirname(REPORT), { recursive: true });
    writeFileSync(REPORT, reportOf(entries));
    console.log(
      `${tableOf(entries)}\n\n${JSON.stringify(countsOf(entries))}; the report is in ${REPORT}${RECORD === 'on' ? '' : '; nothing was recorded'}`,
    );
  },
);

/** Reads from the books what is needed to match these lines. */
async function matcherFor(graph: Graph, lines: readonly Line[]): Promise<Matcher> {
  const days = lines.map(({ bookedOn }) => bookedOn).toSorted();
  const [from, to] = [days.at(0), days.at(-1)];
  const open = await openInvoices(graph);
  const recorded = from !== undefined && to !== undefined ? await recordedPayments(graph, from, to) : [];
  const named = lines.map(({ remittance }) => namedIn(remittance));
  const isOpen = new Set(open.flatMap(({ id, order }) => [id, order?.id]));
  const others = named
    .flatMap(({ invoices, orders }) => [...invoices, ...orders])
    .filter((id) => !isOpen.has(id));
  return new Matcher(open, recorded, await statusesOf(graph, [...new Set(others)]));
}

/**
 * Records a payment for each invoice that a line pays. The idempotency key names line and invoice, so recording it again, in a second run
 * or in two at once, has no effect. A business refusal turns the line into one that somebody has to look at.
 */
async function record(graph: Graph, line: Line, outcome: Outcome): Promise<Outcome> {
  if (outcome.is !== 'matched') return outcome;
  for (const invoice of outcome.invoices) {
    const variables = { input: paymentOf(line, invoice), key: keyOf(line, invoice) };
    const { paymentRecord } = (await graph.ask(RECORD, variables)) as {
      paymentRecord: { userErrors: readonly { code: string; message: string }[] };
    };
    const [refusal] = paymentRecord.userErrors;
    if (refusal)
      return {
        is: 'unmatched',
        reason: 'REFUSED',
        detail: `${invoice.id}: ${refusal.code}, ${refusal.message}`,
      };
    console.log(`Recorded ${line.id} for ${invoice.id}`);
  }
  return outcome;
}

/** Bank references may contain spaces, but keys may not. */
function keyOf(line: Line, invoice: OpenInvoice): string {
  return `bank:${encodeURIComponent(line.id)}:${invoice.id}`;
}

/** The exact amount owed, including the fraction of a cent that no bank can transfer: otherwise the invoice would stay open for it. */
function paymentOf({ id, bookedOn }: Line, { id: invoice, outstanding, currency }: OpenInvoice) {
  const amount = { amount: outstanding.amount, currency };
  return { invoice, amount, method: 'BANK', receivedOn: bookedOn, reference: id };
}
