import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { isRecord } from '../../../datasources/is-record.ts';
import type { RequestedRead, ReadKind } from '../../../datasources/load/dry-run-reads.ts';
import { isThenable } from '../../../datasources/maybe-promise.ts';
import { isOfReference, recordFieldOf } from '../../../resolvers/record-field.ts';
import { originalOf } from '../../graph/wrapped.ts';
import type { Lengths, Sized, Variables } from '../lengths.ts';
import {
  samplesOf,
  type ResolverProbe,
  type Field,
  type ProbedReads,
  type Nodes,
  type Parents,
} from './probe.ts';
import type { Moment, Moments } from './moments.ts';
import type { Tally } from './tally.ts';

/** Dependencies of a {@link Walk}. */
export interface WalkParts {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Variables;
  readonly lengths: Lengths;
  /** The types whose objects have an id of their own, by which their records are read. */
  readonly entities: { readonly [type: string]: unknown };
  /** Whether the owner of each object is determined. */
  readonly readsOwners: boolean;
  readonly probe: ResolverProbe;
  readonly moments: Moments;
  readonly tally: Tally;
  /** How many fields may still be visited, each counted for every type that its parent may have. */
  readonly visits: { left: number };
}

/** An operation has more fields than may be visited. */
export class TooManyFieldsError extends Error {
  override readonly name = 'TooManyFieldsError';
}

/** The fields at one place, by their names in the answer. */
export type Selections = ReadonlyMap<string, readonly FieldNode[]>;

/** The objects of one kind at one place of the answer. Which they are is unknown, but not how many there are at most. */
interface ObjectGroup extends Parents {
  /** Distinguishes groups of objects whose ids are used for reads. */
  readonly serial: number;
  readonly count: number;
  /** When they are there. */
  readonly at: Moment;
  /** Reads without arguments whose records these objects have. */
  readonly known: ReadonlySet<ReadKind>;
}

const NOTHING_KNOWN: ReadonlySet<ReadKind> = new Set();

/**
 * One walk through an operation by the types of the schema. At each field, its actual resolver is called to find out what it reads; nothing
 * is answered, and the walk continues with the type and the length of what would be returned.
 */
export class Walk {
  readonly #parts: WalkParts;
  #serials = 0;

  constructor(parts: WalkParts) {
    this.#parts = parts;
  }

  /**
   * Starts at the top-level fields. Throws {@link TooManyFieldsError}. If `isRun` is false, their own resolvers are not called, but what is
   * below them counts.
   */
  from(type: GraphQLObjectType, selections: Selections, isRun: boolean): void {
    const at = this.#parts.moments.start;
    const samples = (): Pair => [undefined, undefined];
    this.#visit({ type, serial: 0, count: 1, at, known: NOTHING_KNOWN, samples }, selections, null, isRun);
  }

  #visit(objects: ObjectGroup, selections: Selections, sized: Sized | null, isRun = true): void {
    for (const nodes of selections.values()) {
      const [node] = nodes;
      const field = node && (objects.type.getFields()[node.name.value] as Field | undefined);
      if (!field) continue;
      this.#parts.visits.left -= 1;
      if (this.#parts.visits.left < 0) throw new TooManyFieldsError();
      this.#visitField(objects, field, [node, ...nodes.slice(1)], sized, isRun);
    }
  }

  #visitField(objects: ObjectGroup, field: Field, nodes: Nodes, sized: Sized | null, isRun: boolean): void {
    const resolve = isRun ? originalOf(field) : undefined;
    const isAsked = resolve !== undefined && !isOfReference(resolve);
    const probed = isAsked ? this.#parts.probe.field(objects, field, nodes) : undefined;
    if (probed === null) return;
    const { at, known } = this.#recordReads(
      objects,
      probed,
      resolve !== undefined && recordFieldOf(resolve) === undefined,
    );
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return;
    const { schema, fragments, variables, lengths } = this.#parts;
    const { times, below } = lengths.of(nodes[0], field as GraphQLField<unknown, unknown>, sized);
    const value = probed?.values[0];
    const count = objects.count * countOf(value, times);
    if (count === 0) return;
    for (const one of isAbstractType(type) ? schema.getPossibleTypes(type) : [type]) {
      if (!isObjectType(one)) continue;
      const selections = collectSubfields(schema, fragments, variables, one, nodes);
      const given = { type: one, count, at, known };
      this.#visit(
        isComplete(value) ? this.#complete(objects, field, nodes, given) : this.#typeOnly(given),
        selections,
        below,
      );
    }
  }

  /**
   * Objects that are complete before anything is read. An object that has read something, as a connection has its page, would not read it
   * again, so each of its fields gets a new one.
   */
  #complete(
    objects: ObjectGroup,
    field: Field,
    nodes: Nodes,
    given: Omit<ObjectGroup, 'serial' | 'samples'>,
  ): ObjectGroup {
    const samples = (): Pair => this.#parts.probe.values(objects, field, nodes);
    return { ...given, serial: objects.serial, samples };
  }

  /** Objects of which only the type is known. For callers that see only what is their own, the owner of each is determined. */
  #typeOnly(given: Omit<ObjectGroup, 'serial' | 'samples'>): ObjectGroup {
    this.#serials += 1;
    const objects = { ...given, serial: this.#serials, samples: () => samplesOf(given.type) };
    const probed = this.#parts.readsOwners ? this.#parts.probe.owner(given.type) : null;
    if (!probed) return objects;
    const { at, known } = this.#recordReads(objects, probed, true);
    return { ...objects, at, known: new Set([...objects.known, ...known]) };
  }

  /**
   * Records what a field of these objects reads, step by step. Returns when all of it is there, and the records that its values have.
   * `givesRead` says that what is loaded by id is what is returned.
   */
  #recordReads(
    objects: ObjectGroup,
    probed: ProbedReads | undefined,
    givesRead: boolean,
  ): Pick<ObjectGroup, 'at' | 'known'> {
    const known = new Set(this.#inherited(objects));
    if (!probed) return { at: objects.at, known };
    const { ids, steps } = probed;
    const own = new Set(objects.known);
    let { at } = objects;
    for (const [place, step] of steps[0].entries()) {
      const answered: Moment[] = [];
      for (const [index, read] of step.entries()) {
        const isKnown = read.key === ids[0] && read.reads !== null && own.has(read.reads);
        if (isKnown && read.question === '') continue;
        answered.push(this.#ask({ ...objects, at }, read, steps[1][place]?.[index]));
      }
      if (answered.length > 0) at = this.#parts.moments.joined(answered);
      for (const { reads, question } of step) {
        if (reads?.primes) known.add(reads.primes);
        if (reads && question === '' && givesRead) known.add(reads);
      }
      known.forEach((reads) => own.add(reads));
    }
    return { at, known };
  }

  /** The records of objects that their parts have as well: a value keeps what was read for it, while an entity has reads of its own. */
  #inherited({ type, known }: ObjectGroup): ReadonlySet<ReadKind> {
    return Object.hasOwn(this.#parts.entities, type.name) ? NOTHING_KNOWN : known;
  }

  /** Records one read of these objects, for which the other sample requested `other`. Returns when its result is there. */
  #ask({ serial, count, at }: ObjectGroup, read: RequestedRead, other: RequestedRead | undefined): Moment {
    const { tally } = this.#parts;
    const group = { name: `${serial} ${read.key}`, keys: count };
    const isAlike = other?.reads === read.reads && other.question === read.question;
    if (!isAlike) return tally.askAlone(read, group, at);
    if (other.key !== read.key) return tally.ask(read, group, at);
    // An id that its system cannot have is not requested.
    if (read.reads?.impossible(read.key) !== undefined) return at;
    return tally.askOne(read, read.key, at);
  }
}

type Pair = ReturnType<Parents['samples']>;

/** How many objects a value has; `times` if that is not known yet. */
function countOf(value: unknown, times: number): number {
  if (value === null) return 0;
  return Array.isArray(value) ? value.length : times;
}

/** Whether a value is complete before anything is read. */
function isComplete(value: unknown): boolean {
  return isRecord(value) && !isThenable(value);
}
