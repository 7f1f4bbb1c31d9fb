import type { GraphQLError } from 'graphql';
import { done, refused, type Outcome, type RefusedPart } from '../../datasources/errors.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { OperationAdmin, PublishedDocument } from '../../resolvers/operation/admin.ts';
import type { Client } from '../client.ts';
import { requestRefusal } from '../errors.ts';
import { Mirror } from '../register/mirror.ts';
import { RegisterUnavailableError, type Register } from '../register/register.ts';
import { checkDocument, type DocumentChecks } from './check.ts';
import { COMMANDS } from './commands.ts';
import { hashOf, isHash, recordIn, type PublishedRecord } from './record.ts';
import { Unlisted } from './unlisted.ts';
import { isRecord } from '../../datasources/is-record.ts';

/** How operations that are not on the list are treated: allowed, allowed and logged, or refused. */
export type SafeListMode = 'off' | 'log' | 'enforce';

/** Dependencies of a {@link SafeList}. */
export interface SafeListParts {
  readonly register: Register;
  readonly mode: SafeListMode;
  readonly checks: DocumentChecks;
  readonly log: Logger;
  /** Milliseconds between two checks for changes by other replicas. */
  readonly pollMs?: number;
}

/** An operation as it arrived: its text or, if that is left out, its hash. */
export interface RequestedOperation {
  readonly query: string;
  /** The `extensions` of the request. */
  readonly extensions: unknown;
  readonly operationName: unknown;
}

const MAX_DOCUMENTS = 10_000;
/** Operation names for the log. Clients can make them as long as a request. */
const NAME = /^\w{1,100}$/;

/**
 * The published operations (docs/operations.md). Each can be requested by its hash alone. If the list is enforced, no other operation can
 * be requested, over any transport.
 */
export class SafeList implements OperationAdmin {
  readonly #parts: SafeListParts;
  readonly #mirror: Mirror<PublishedRecord>;
  readonly #unlisted: Unlisted;
  readonly #own = new Set(COMMANDS.map(hashOf));

  constructor(parts: SafeListParts) {
    const { register, log, pollMs } = parts;
    this.#parts = parts;
    this.#mirror = new Mirror({
      register,
      parse: recordIn,
      log,
      ...(pollMs === undefined ? {} : { pollMs }),
    });
    this.#unlisted = new Unlisted(log);
  }

  /** Reads the list, and then follows changes by other replicas. Never throws. */
  start(): Promise<void> {
    return this.#mirror.start();
  }

  /** The text of a published document. */
  textOf(hash: string): string | undefined {
    return this.#mirror.entries.get(hash)?.document;
  }

  /** Why an operation may not run, by the hash of its document; null if it may. Logs operations that are not listed. */
  faultOf(hash: string, name: string | null, client: Client): Error | null {
    const { mode } = this.#parts;
    if (mode === 'off' || this.#own.has(hash) || this.#mirror.entries.has(hash)) return null;
    if (mode === 'enforce' && this.#mirror.unconfirmedMs === Infinity)
      return new RegisterUnavailableError(new Error('the safe list was never read'));
    this.#unlisted.report(hash, name !== null && NAME.test(name) ? name : null, client);
    return mode === 'log' ? null : notListed(hash);
  }

  /**
   * The same for an operation as it arrived, before anything is parsed. An operation with neither text nor hash is left to others to
   * refuse.
   */
  faultOfRequest({ query, extensions, operationName }: RequestedOperation, client: Client): Error | null {
    if (this.#parts.mode === 'off') return null;
    const hash = query === '' ? hashIn(extensions) : hashOf(query);
    if (hash === null) return null;
    return this.faultOf(hash, typeof operationName === 'string' ? operationName : null, client);
  }

  async list(): Promise<readonly PublishedDocument[]> {
    await this.#mirror.refresh();
    const all = [...this.#mirror.entries].map(([id, record]) => documentOf(id, record));
    return all.toSorted((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1));
  }

  async publish(documents: readonly string[]): Promise<Outcome<readonly PublishedDocument[]>> {
    const publishedAt = Date.now();
    const faults: RefusedPart[] = [];
    const records = documents.map((document, index): readonly [string, PublishedRecord] => {
      const checked = checkDocument(document, this.#parts.checks);
      if (!checked.ok) faults.push({ field: ['documents', String(index)], message: checked.fault });
      return [hashOf(document), { names: checked.ok ? checked.names : [], document, publishedAt }];
    });
    const [first] = faults;
    if (first) return refused({ code: 'INVALID', ...first, parts: faults });
    const entries = records.map(([hash, record]) => [hash, JSON.stringify(record)] as const);
    if (!(await this.#parts.register.add(new Map(entries), MAX_DOCUMENTS))) {
      const message = `There would be more than ${MAX_DOCUMENTS} documents. Remove those that nobody uses any more.`;
      return refused({ code: 'REFUSED', field: [], message });
    }
    await this.#mirror.refresh();
    const value = records.map(([hash, record]) => documentOf(hash, this.#mirror.entries.get(hash) ?? record));
    return done(value);
  }

  async remove(hashes: readonly string[]): Promise<number> {
    const count = await this.#parts.register.remove(hashes);
    await this.#mirror.refresh();
    return count;
  }

  /** Stops following changes. */
  close(): void {
    this.#mirror.close();
  }
}

/** The hash that an operation contains in place of its text (automatic persisted queries, version 1); null if there is none. */
export function hashIn(extensions: unknown): string | null {
  const persisted = isRecord(extensions) ? extensions['persistedQuery'] : null;
  const hash = isRecord(persisted) ? persisted['sha256Hash'] : null;
  return typeof hash === 'string' ? hash : null;
}

function documentOf(id: string, { names, document, publishedAt }: PublishedRecord): PublishedDocument {
  return { id, names, document, createdAt: publishedAt };
}

function notListed(hash: string): GraphQLError {
  const which = isHash(hash) ? ` (SHA-256 ${hash})` : '';
  const message = `Only operations on the safe list are accepted, and this one${which} is not on it. Operators publish it with npm run operations:publish.`;
  return requestRefusal('PERSISTED_QUERY_NOT_IN_LIST', message);
}
