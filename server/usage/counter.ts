import type { DocumentNode } from 'graphql';
import type { Client } from '../client.ts';

/** An operation that was requested. */
export interface UsedOperation {
  /** SHA-256 of its document, in hexadecimal. */
  readonly hash: string;
  readonly name: string | null;
  readonly document: DocumentNode;
}

/** An operation with certain deprecated inputs in its variables, usually none, and how often each client has requested it. */
export interface OperationCount {
  readonly operation: UsedOperation;
  /** The coordinates of these inputs. */
  readonly inputs: readonly string[];
  readonly clients: ReadonlyMap<Client, number>;
}

/** What was counted, and the number of requests for which there was no room. */
export interface Counts {
  readonly counted: readonly OperationCount[];
  readonly others: number;
}

/** The most pairs of operation and client that are counted before they are written. */
const MAX_PAIRS = 20_000;
/** The most characters of the documents held until then; parsed, they take some ten times as much. */
const MAX_TEXT_CHARS = 500_000;

/** Counts in memory, at the cost of three lookups, because a cached answer takes only some microseconds. */
export class UsageCounter {
  /** By hash, then by {@link nameOf}. */
  #operations = new Map<
    string,
    Map<string | null, OperationCount & { readonly clients: Map<Client, number> }>
  >();
  #pairs = 0;
  #textChars = 0;
  #others = 0;

  count(operation: UsedOperation, inputs: OperationCount['inputs'], client: Client): void {
    const clients = this.#operations.get(operation.hash)?.get(nameOf(operation, inputs))?.clients;
    const known = clients?.get(client);
    if (clients && known !== undefined) clients.set(client, known + 1);
    else if (this.#pairs >= MAX_PAIRS || !this.#hasRoomFor(operation)) this.#others += 1;
    else this.#addPair(operation, inputs, client);
  }

  /** Counts requests of which it is no longer known what they used. */
  lose(requests: number): void {
    this.#others += requests;
  }

  /** Returns what was counted since the last call. */
  take(): Counts {
    const counted = [...this.#operations.values()].flatMap((named) => [...named.values()]);
    const counts = { counted, others: this.#others };
    this.#operations = new Map();
    this.#pairs = 0;
    this.#textChars = 0;
    this.#others = 0;
    return counts;
  }

  /** A document that is already held takes no more room. */
  #hasRoomFor({ hash, document }: UsedOperation): boolean {
    return this.#operations.has(hash) || this.#textChars + lengthOf(document) <= MAX_TEXT_CHARS;
  }

  #addPair(operation: UsedOperation, inputs: OperationCount['inputs'], client: Client): void {
    const { hash, document } = operation;
    let named = this.#operations.get(hash);
    if (!named) {
      named = new Map();
      this.#operations.set(hash, named);
      this.#textChars += lengthOf(document);
    }
    const name = nameOf(operation, inputs);
    let counted = named.get(name);
    if (!counted) named.set(name, (counted = { operation, inputs, clients: new Map() }));
    counted.clients.set(client, 1);
    this.#pairs += 1;
  }
}

/** Names contain no spaces, so the parts cannot be confused. */
function nameOf({ name }: UsedOperation, inputs: OperationCount['inputs']): string | null {
  return inputs.length === 0 ? name : `${name ?? ''} ${inputs.join(' ')}`;
}

function lengthOf(document: DocumentNode): number {
  return document.loc?.source.body.length ?? 0;
}
