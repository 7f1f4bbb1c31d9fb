import type { ChangeFeed, ReportedChange, ChangeReport } from './changes.ts';
import { ContractError } from './rest/errors/contract.ts';
import type { Shared } from './scope.ts';

/** A page from the change record of a system that numbers its changes. */
export interface NumberedPage {
  /** The changes after a number, oldest first, not checked yet. */
  readonly rows: readonly unknown[];
  /** The number of the newest change at the same moment, 0 if there is none; not checked yet. */
  readonly newest: unknown;
}

/** How to read the changes of a system that numbers them. */
export interface NumberedFeed {
  /** Reads at most `limit` changes after a number. */
  readonly read: (after: number, limit: number, call: Shared) => Promise<NumberedPage>;
  /** The field that contains a change's number, as a number or as digits. */
  readonly numberField: string;
  /** Whether it numbers from 1 without gaps: then a missing number is a change that it no longer reports. */
  readonly isGapless: boolean;
  /** Converts a row to a change in the graph's terms; null if the graph does not know it. Throws ContractError if the row is invalid. */
  readonly changeOfRow: (row: unknown) => ReportedChange | null;
  /** The most changes that it returns at once. */
  readonly limit: number;
  /** The system and the path, for errors. */
  readonly call: { readonly system: string; readonly path: string };
}

/**
 * The feed of a system that numbers its changes: a position is the number of the last known change. It reports `missed` if there are
 * changes that the system no longer keeps.
 */
export function numberedFeed(feed: NumberedFeed): ChangeFeed {
  return {
    newest: async (call) => String(newestOf(feed, await feed.read(0, 1, call))),
    after: async (position, call) => {
      const known = numberIn(position);
      const page = await feed.read(known ?? 0, known === null ? 1 : feed.limit, call);
      const newest = newestOf(feed, page);
      // A known number cannot be past the newest change: the system must have started anew.
      if (known === null || known > newest) {
        return { changes: [], position: String(newest), hasMore: false, missed: true };
      }
      return changesIn(feed, page.rows, known, newest);
    },
  };
}

/** A row that breaks the contract must not block all later ones: it is skipped, and counts as missed. */
function changesIn(
  feed: NumberedFeed,
  rows: readonly unknown[],
  known: number,
  newest: number,
): ChangeReport {
  const changes: ReportedChange[] = [];
  let last = known;
  let missed = false;
  for (const row of rows) {
    const number = numberOf(feed, row);
    if (number <= last) throw new ContractError(feed.call, `change ${number} after change ${last}`);
    missed ||= feed.isGapless && number > last + 1;
    last = number;
    try {
      const change = feed.changeOfRow(row);
      if (change) changes.push(change);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      missed = true;
    }
  }
  // The system kept none of the changes that have happened since.
  if (feed.isGapless && rows.length === 0 && last < newest) {
    return { changes, position: String(newest), hasMore: false, missed: true };
  }
  return { changes, position: String(last), hasMore: rows.length > 0 && last < newest, missed };
}

function newestOf({ call }: NumberedFeed, { newest }: NumberedPage): number {
  const number = numberIn(newest);
  if (number !== null) return number;
  throw new ContractError(call, 'no number of the newest change');
}

function numberOf({ numberField, call }: NumberedFeed, row: unknown): number {
  const number = numberIn((row as Readonly<Record<string, unknown>> | null)?.[numberField]);
  if (number !== null) return number;
  throw new ContractError(call, `a change without a number under "${numberField}"`);
}

function numberIn(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
