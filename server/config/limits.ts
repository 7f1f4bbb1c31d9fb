import type { Limits } from '../limits/limits.ts';
import type { SettingsReader } from '../settings.ts';

/** Reads the limits on requests. */
export function readLimits(reader: SettingsReader): Limits {
  return {
    bodyBytes: reader.integer(
      'MAX_BODY_BYTES',
      262_144,
      [1_024, 16_777_216],
      'maximum size of a request body, in bytes',
    ),
    batch: reader.integer(
      'MAX_BATCHED_OPERATIONS',
      10,
      [1, 100],
      'maximum number of operations batched in one HTTP request',
    ),
    operations: reader.integer(
      'MAX_SOCKET_OPERATIONS',
      100,
      [1, 10_000],
      'maximum number of concurrent operations on one WebSocket',
    ),
    tokens: reader.integer('MAX_TOKENS', 4_000, [100, 100_000], 'maximum number of tokens in a document'),
    depth: reader.integer('MAX_DEPTH', 16, [3, 100], 'maximum depth of nested fields'),
    aliases: reader.integer(
      'MAX_ALIASES',
      50,
      [0, 10_000],
      'maximum number of aliased fields, with fragments expanded',
    ),
    rootFields: reader.integer(
      'MAX_ROOT_FIELDS',
      30,
      [1, 1_000],
      'maximum number of root fields, with fragments expanded',
    ),
    directives: reader.integer(
      'MAX_DIRECTIVES',
      50,
      [0, 10_000],
      'maximum number of directives, with fragments expanded',
    ),
    variables: reader.integer(
      'MAX_VARIABLES',
      50,
      [0, 10_000],
      'maximum number of variables of an operation',
    ),
    fields: reader.integer(
      'MAX_FIELDS',
      5_000,
      [100, 20_000],
      'maximum number of fields, with fragments expanded',
    ),
    merges: reader.integer(
      'MAX_MERGES',
      2_000,
      [100, 1_000_000],
      'maximum number of field pairs to check for merging conflicts; each takes 9 µs, once per document',
    ),
    cost: reader.integer(
      'MAX_COST',
      20_000,
      [100, 10_000_000],
      'maximum cost of an operation; roughly the number of objects it can return',
    ),
    items: reader.integer(
      'MAX_ITEMS',
      50_000,
      [100, 10_000_000],
      'maximum number of list items in an answer',
    ),
    answerBytes: reader.integer(
      'MAX_ANSWER_BYTES',
      16_777_216,
      [1_024, 268_435_456],
      'maximum size of an answer, in bytes; that of a batch counts as one',
    ),
    unsentBytes: reader.integer(
      'MAX_UNSENT_BYTES',
      134_217_728,
      [1_024, 68_719_476_736],
      'maximum size of all answers that wait for their clients to read, in bytes; past that the connection that has waited longest is closed',
    ),
  };
}
