import { stepAside } from './aside.ts';
import { Out, type Hole } from './out.ts';
import { bothHints, type Hint } from './policy.ts';
import type { Run } from './run.ts';

/** In a template, for the very object that it is filled for, which is another one each time. */
export const ITSELF = Symbol('itself');

/** That part of an object's text which its record alone decides, with holes for all others. */
export interface Template {
  /** Text before each hole. */
  readonly texts: readonly string[];
  readonly holes: readonly Hole[];
  /** What each hole is filled for. */
  readonly values: readonly unknown[];
  /** Text behind the last hole. */
  readonly end: string;
  /** Items of lists of objects in it. */
  readonly items: number;
  readonly hint: Hint | undefined;
}

/** A template in the making. */
export class Draft {
  readonly texts: string[] = [];
  readonly holes: Hole[] = [];
  readonly values: unknown[] = [];
  items = 0;
  hint: Hint | undefined;

  add(text: string, hole: Hole, value: unknown): void {
    this.texts.push(flat(text));
    this.holes.push(hole);
    this.values.push(value);
  }

  touch(hint: Hint): void {
    this.hint = bothHints(this.hint, hint);
  }
}

/** Makes a template of what `write` writes. */
export function templateOf(run: Run, write: (out: Out) => void): Template {
  const draft = new Draft();
  const out = new Out(run, draft);
  write(out);
  const { texts, holes, values, items, hint } = draft;
  return { texts, holes, values, end: flat(out.text), items, hint };
}

/** Writes what a template says of `itself`. */
export function fillTemplate(template: Template, itself: unknown, out: Out): void {
  const { texts, holes, values, items, hint } = template;
  if (items > 0) out.take(items);
  if (hint !== undefined) out.touch(hint);
  for (let index = 0; index < holes.length; index += 1) {
    out.text += texts[index] ?? '';
    const value = values[index];
    (holes[index] ?? stepAside()).fill(value === ITSELF ? itself : value, out);
  }
  out.text += template.end;
}

/** Text that grew bit by bit is a tree of its bits in V8; looking at a letter makes it one piece, a quarter of the size. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** Bytes that templates may take in all; about 100,000 orders with their lines. */
const DEFAULT_BYTES = 64 * 1024 * 1024;
/** What an empty template takes, with its place in the store, and what a hole takes. Rather too much than too little. */
const TEMPLATE_BYTES = 250;
const HOLE_BYTES = 90;

/**
 * Bounds what the templates of all plans take together. Past the bound all are dropped and begin anew: that is seldom, and
 * cheaper than knowing which of them was used last. What the garbage collector took with its record still counts.
 */
export class TemplateMemory {
  readonly #maxBytes: number;
  #bytes = 0;
  #generation = 0;

  constructor(maxBytes = DEFAULT_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Changes when all that was kept before is void. */
  get generation(): number {
    return this.#generation;
  }

  /** Takes room for a template. */
  grow({ texts, end, holes }: Template): void {
    let bytes = TEMPLATE_BYTES + holes.length * HOLE_BYTES + end.length;
    for (const text of texts) bytes += text.length;
    this.#bytes += bytes;
    if (this.#bytes <= this.#maxBytes) return;
    this.#bytes = bytes;
    this.#generation += 1;
  }
}

/** The templates of one plan, by the identity of their records: a changed record is another one. */
export class Templates {
  readonly #memory: TemplateMemory;
  #byRecord = new WeakMap<object, Template>();
  #generation: number;

  constructor(memory: TemplateMemory) {
    this.#memory = memory;
    this.#generation = memory.generation;
  }

  /** The template of a record; undefined where there is none. */
  get(record: object): Template | undefined {
    this.#renew();
    return this.#byRecord.get(record);
  }

  /** Keeps the template of a record. */
  set(record: object, template: Template): void {
    this.#memory.grow(template);
    this.#renew();
    this.#byRecord.set(record, template);
  }

  #renew(): void {
    if (this.#generation === this.#memory.generation) return;
    this.#generation = this.#memory.generation;
    this.#byRecord = new WeakMap();
  }
}
