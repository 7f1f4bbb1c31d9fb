import {
  keyOfWrite,
  type ChangeKind,
  type CloudEvent,
  type ToldByEvent,
  type ToldChange,
} from './changes.ts';
import { ContractError } from './rest/errors/contract.ts';

/** What a system's words mean in the graph, for one kind of entity. */
export interface Words {
  /** The type, `Order`. */
  readonly entity: string;
  /** The types of its owners, by what the system calls them: `{ customer: 'Customer' }`. A change has to name all of them. */
  readonly owners: Readonly<Record<string, string>>;
  /** The graph's fields, by the system's. What the graph does not have is left out. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What a system calls its entities. */
export type Vocabulary = Readonly<Record<string, Words>>;

/** The fields of which changes in these words can tell, as the graph calls them, by type. */
export function fieldsOf(vocabulary: Vocabulary): Readonly<Record<string, readonly string[]>> {
  const words = Object.values(vocabulary);
  return Object.fromEntries(words.map(({ entity, fields }) => [entity, Object.values(fields)]));
}

/** A change in a system's own words, checked. */
export interface ChangeInWords {
  /** `order` */
  readonly entity: string;
  readonly id: string;
  /** `created`, `updated`, `deleted` */
  readonly kind: string;
  /** Undefined where it does not say. */
  readonly fields: readonly string[] | undefined;
  readonly owners: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** RFC 3339. */
  readonly at: string;
  /** `Idempotency-Key` of the write that made it; null where it is not known. */
  readonly idempotencyKey: string | null;
}

/** What errors call the way on which events come. */
export const WEBHOOK = 'webhook';

const KINDS: Readonly<Record<string, ChangeKind>> = {
  created: 'CREATED',
  updated: 'UPDATED',
  deleted: 'DELETED',
};

/** A change in the words of the graph; null where it is of something that the graph does not know to change. */
export function told(change: ChangeInWords, vocabulary: Vocabulary): ToldChange | null {
  const words = ownValue(vocabulary, change.entity);
  const kind = ownValue(KINDS, change.kind);
  if (!words || !kind) return null;
  const { entity } = words;
  const { id, at, fields = [], owners: named = {}, idempotencyKey } = change;
  const owners = Object.entries(words.owners).flatMap(([name, type]) => {
    const owner = ownValue(named, name);
    return owner === undefined ? [] : [[type, owner] as const];
  });
  return {
    entity,
    id,
    kind,
    owners: Object.fromEntries(owners),
    ownersUnknown: owners.length < Object.keys(words.owners).length,
    fields: fields.flatMap((field) => ownValue(words.fields, field) ?? []),
    occurredAt: at,
    key: idempotencyKey === null ? null : keyOfWrite(idempotencyKey, { entity, id }),
  };
}

/** What an event's data says, checked: what is undefined it does not say. */
export type EventWords = Pick<ChangeInWords, 'fields' | 'owners' | 'idempotencyKey'>;

/** What an event of a webhook tells; null where its type is not known. Throws ContractError where it is broken. */
export function toldByEvent(
  { type, subject, time, sequence, data }: CloudEvent,
  vocabulary: Vocabulary,
  system: string,
  wordsOf: (data: unknown) => EventWords,
): ToldByEvent | null {
  const parts = typeParts(type);
  if (!ownValue(vocabulary, parts.entity) || !ownValue(KINDS, parts.kind)) return null;
  const broken = (detail: string) => new ContractError({ system, path: WEBHOOK }, detail);
  if (subject === null || subject === '') throw broken(`an event "${type}" without a subject`);
  const at = new Date(time ?? Date.now());
  if (Number.isNaN(at.getTime())) throw broken(`an event whose time is "${String(time)}"`);
  const change = told({ ...parts, id: subject, at: at.toISOString(), ...wordsOf(data ?? {}) }, vocabulary);
  return change && { change, place: placeOf(sequence) };
}

/** What an event's type says, `order.updated`: what it happened to, and what. */
export function typeParts(type: string): { readonly entity: string; readonly kind: string } {
  const at = type.lastIndexOf('.');
  return { entity: type.slice(0, Math.max(at, 0)), kind: type.slice(at + 1) };
}

/**
 * The positions before and after an event, where it has a sequence of the type `Integer`, whose numbers have no gaps (CloudEvents,
 * extensions/sequence.md); null without.
 */
function placeOf(sequence: string | null): ToldByEvent['place'] {
  if (sequence === null || !/^\d{1,15}$/.test(sequence)) return null;
  const number = Number(sequence);
  return number === 0 ? null : { from: String(number - 1), to: String(number) };
}

/** Words come from outside: one called "constructor" must not find what objects inherit. */
function ownValue<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
