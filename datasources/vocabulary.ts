import {
  keyOfWrite,
  type ChangeKind,
  type CloudEvent,
  type EventReport,
  type ReportedChange,
} from './changes.ts';
import { ContractError } from './rest/errors/contract.ts';

/** Maps a system's terms for one entity type to the graph's. */
export interface EntityTerms {
  /** The type, `Order`. */
  readonly entity: string;
  /** The types of its owners, by the system's names: `{ customer: 'Customer' }`. A change must name all of them. */
  readonly owners: Readonly<Record<string, string>>;
  /** The graph's fields, by the system's names. Fields that the graph lacks are left out. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A system's terms for its entities. */
export type Vocabulary = Readonly<Record<string, EntityTerms>>;

/** The fields that changes in these terms can report, by their names in the graph, per type. */
export function fieldsOf(vocabulary: Vocabulary): Readonly<Record<string, readonly string[]>> {
  const terms = Object.values(vocabulary);
  return Object.fromEntries(terms.map(({ entity, fields }) => [entity, Object.values(fields)]));
}

/** A change in a system's own terms, checked. */
export interface SystemChange {
  /** `order` */
  readonly entity: string;
  readonly id: string;
  /** `created`, `updated`, `deleted` */
  readonly kind: string;
  /** Undefined if the change does not say. */
  readonly fields: readonly string[] | undefined;
  readonly owners: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** RFC 3339. */
  readonly at: string;
  /** `Idempotency-Key` of the write that made it; null if unknown. */
  readonly idempotencyKey: string | null;
}

/** The path that errors show for webhook events. */
export const WEBHOOK = 'webhook';

const KINDS: Readonly<Record<string, ChangeKind>> = {
  created: 'CREATED',
  updated: 'UPDATED',
  deleted: 'DELETED',
};

/** Converts a change to the graph's terms; null if the graph does not know the entity or the kind of change. */
export function toReportedChange(change: SystemChange, vocabulary: Vocabulary): ReportedChange | null {
  const terms = ownValue(vocabulary, change.entity);
  const kind = ownValue(KINDS, change.kind);
  if (!terms || !kind) return null;
  const { entity } = terms;
  const { id, at, fields = [], owners: named = {}, idempotencyKey } = change;
  const owners = Object.entries(terms.owners).flatMap(([name, type]) => {
    const owner = ownValue(named, name);
    return owner === undefined ? [] : [[type, owner] as const];
  });
  return {
    entity,
    id,
    kind,
    owners: Object.fromEntries(owners),
    ownersUnknown: owners.length < Object.keys(terms.owners).length,
    fields: fields.flatMap((field) => ownValue(terms.fields, field) ?? []),
    occurredAt: at,
    key: idempotencyKey === null ? null : keyOfWrite(idempotencyKey, { entity, id }),
  };
}

/** The content of an event's data, checked; undefined members are absent from it. */
export type EventDetails = Pick<SystemChange, 'fields' | 'owners' | 'idempotencyKey'>;

/** Reads a webhook event; null for an unknown type. Throws ContractError if the event is invalid. */
export function reportOfEvent(
  { type, subject, time, sequence, data }: CloudEvent,
  vocabulary: Vocabulary,
  system: string,
  detailsOf: (data: unknown) => EventDetails,
): EventReport | null {
  const parts = typeParts(type);
  if (!ownValue(vocabulary, parts.entity) || !ownValue(KINDS, parts.kind)) return null;
  const broken = (detail: string) => new ContractError({ system, path: WEBHOOK }, detail);
  if (subject === null || subject === '') throw broken(`an event "${type}" without a subject`);
  const at = new Date(time ?? Date.now());
  if (Number.isNaN(at.getTime())) throw broken(`an event whose time is "${String(time)}"`);
  const change = toReportedChange(
    { ...parts, id: subject, at: at.toISOString(), ...detailsOf(data ?? {}) },
    vocabulary,
  );
  return change && { change, step: stepOf(sequence) };
}

/** Splits an event's type, `order.updated`, into entity and kind. */
export function typeParts(type: string): { readonly entity: string; readonly kind: string } {
  const at = type.lastIndexOf('.');
  return { entity: type.slice(0, Math.max(at, 0)), kind: type.slice(at + 1) };
}

/**
 * The positions before and after an event, if it has a sequence of the type `Integer`, whose numbers have no gaps (CloudEvents,
 * extensions/sequence.md); null otherwise.
 */
function stepOf(sequence: string | null): EventReport['step'] {
  if (sequence === null || !/^\d{1,15}$/.test(sequence)) return null;
  const number = Number(sequence);
  return number === 0 ? null : { from: String(number - 1), to: String(number) };
}

/** Terms are external input: "constructor" must not match an inherited property. */
function ownValue<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
