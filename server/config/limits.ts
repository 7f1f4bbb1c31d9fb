import type { Limits } from '../limits/limits.ts';
import type { SettingsReader } from '../settings.ts';

/** Reads the limits on requests. */
export function readLimits(reader: SettingsReader): Limits {
  return {
    bodyBytes: reader.integer('MAX_BODY_BYTES', 262_144, 1_024, 16_777_216, 'size of a request'),
    batch: reader.integer('MAX_BATCHED_OPERATIONS', 10, 1, 100, 'operations batched in one HTTP request'),
    operations: reader.integer(
      'MAX_SOCKET_OPERATIONS',
      100,
      1,
      10_000,
      'operations at once on one WebSocket',
    ),
    tokens: reader.integer('MAX_TOKENS', 4_000, 100, 100_000, 'tokens of a document'),
    depth: reader.integer('MAX_DEPTH', 16, 3, 100, 'nesting of fields'),
    aliases: reader.integer('MAX_ALIASES', 50, 0, 10_000, 'aliased fields, fragments spread out'),
    rootFields: reader.integer(
      'MAX_ROOT_FIELDS',
      30,
      1,
      1_000,
      'fields of the topmost level, fragments spread out',
    ),
    directives: reader.integer('MAX_DIRECTIVES', 50, 0, 10_000, 'directives, fragments spread out'),
    variables: reader.integer('MAX_VARIABLES', 50, 0, 10_000, 'variables of an operation'),
    fields: reader.integer('MAX_FIELDS', 5_000, 100, 20_000, 'fields, fragments spread out'),
    merges: reader.integer(
      'MAX_MERGES',
      10_000,
      100,
      1_000_000,
      'pairs of fields at the same place of the answer; each takes 9 µs, once a document',
    ),
    cost: reader.integer(
      'MAX_COST',
      20_000,
      100,
      10_000_000,
      'cost of an operation, about the objects that it can give',
    ),
    items: reader.integer('MAX_ITEMS', 50_000, 100, 10_000_000, 'items of lists that an answer holds'),
  };
}
