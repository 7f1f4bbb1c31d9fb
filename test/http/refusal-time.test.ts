import { parse } from 'graphql';
import { expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { DocumentValidator } from '../../server/limits/document-validator.ts';
import { sourceFault } from '../../server/limits/source.ts';
import { figure, slack, formatMs } from '../support/slack.ts';

const SIZE = 100_000;
const config = readConfig({}, systemsOf(domains));
const documents = new DocumentValidator(buildGraph(domains), config);
const filled = (unit: string) => unit.repeat(Math.ceil(SIZE / unit.length));
/** Pads a document to the full size with a comment, so that its tokens are few enough to be parsed. */
const padded = (document: string) => document + `#${' '.repeat(Math.max(0, SIZE - document.length))}`;

/** Documents of 100 KB, each a worst case of its kind. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'nothing but braces': filled('{'),
  'far too many tokens': `{ ${filled('id ')} }`,
  'fields that all stand at one place': padded(`{ order(id: "x") { ${'total { amount } '.repeat(790)} } }`),
  'fragments that double': padded(
    `{ ...f0 } ${Array.from({ length: 250 }, (_, i) => `fragment f${i} on Query { ...f${i + 1} a: order(id: "x") { id } ...f${i + 1} }`).join(' ')}`,
  ),
  'aliases without end': padded(
    `{ ${Array.from({ length: 1_300 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
  ),
};

function isRefused(text: string): boolean {
  if (sourceFault(text) !== null) return true;
  try {
    return documents.faultsOf(parse(text, { maxTokens: config.limits.tokens })).length > 0;
  } catch {
    return true;
  }
}

test.each(Object.entries(DOCUMENTS))(
  '100 KB of %s are refused in under 5 ms of processor time',
  (name, text) => {
    expect(text.length).toBeGreaterThanOrEqual(SIZE);
    // Lets V8 compile the functions first.
    for (let n = 0; n < 20; n++) expect(isRefused(text)).toBe(true);
    const times = Array.from({ length: 20 }, () => {
      const before = process.cpuUsage();
      isRefused(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    });
    const median = times.toSorted((one, other) => one - other)[10] ?? Infinity;
    figure(`100 KB of ${name} are refused in under 5 ms of processor time`, formatMs(median));
    // Validating the third document, which would come after the limits, takes more than 1,000 ms.
    expect(median).toBeLessThan(5 + slack(95));
  },
);
