import { fallBack } from './fallback.ts';
import { JsonOutput, type TemplateSlot } from './json-output.ts';
import { bothHints, type Hint } from './policy.ts';
import type { Run } from './run.ts';

/** In a template, stands for the object that the template is filled for, which differs each time. */
export const ITSELF = Symbol('itself');

/** The part of an object's text that depends only on its record, with slots for the rest. */
export interface Template {
  /** The text before each slot. */
  readonly texts: readonly string[];
  readonly slots: readonly TemplateSlot[];
  /** The value each slot is filled with. */
  readonly values: readonly unknown[];
  /** The text after the last slot. */
  readonly end: string;
  /** The number of items in lists of objects. */
  readonly items: number;
  readonly hint: Hint | undefined;
}

/** A template under construction. */
export class Draft {
  readonly texts: string[] = [];
  readonly slots: TemplateSlot[] = [];
  readonly values: unknown[] = [];
  items = 0;
  hint: Hint | undefined;

  add(text: string, slot: TemplateSlot, value: unknown): void {
    this.texts.push(flat(text));
    this.slots.push(slot);
    this.values.push(value);
  }

  touch(hint: Hint): void {
    this.hint = bothHints(this.hint, hint);
  }
}

/** Builds a template from what `write` writes. */
export function templateOf(run: Run, write: (out: JsonOutput) => void): Template {
  const draft = new Draft();
  const out = new JsonOutput(run, draft);
  write(out);
  const { texts, slots, values, items, hint } = draft;
  return { texts, slots, values, end: flat(out.text), items, hint };
}

/** Writes a template for the object `itself`. */
export function fillTemplate(template: Template, itself: unknown, out: JsonOutput): void {
  const { texts, slots, values, items, hint } = template;
  if (items > 0) out.take(items);
  if (hint !== undefined) out.touch(hint);
  for (let index = 0; index < slots.length; index += 1) {
    out.text += texts[index] ?? '';
    const value = values[index];
    (slots[index] ?? fallBack()).fill(value === ITSELF ? itself : value, out);
  }
  out.text += template.end;
}

/** V8 represents concatenated text as a tree; reading one character flattens it, to a quarter of the size. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

const DEFAULT_BYTES = 16 * 1024 * 1024;
/** The size of an empty template with its place in the store, and of a slot, rounded up. */
const TEMPLATE_BYTES = 250;
const SLOT_BYTES = 90;

/**
 * Limits the memory of the templates of all plans. Past the limit all are dropped; that is rare, and cheaper than tracking which was used
 * last. Templates that were garbage-collected with their records still count.
 */
export class TemplateMemory {
  readonly #maxBytes: number;
  #bytes = 0;
  /** Those that have templates. They belong to plans, which may be dropped earlier. */
  #keepers: WeakRef<Templates>[] = [];

  /** `maxBytes` for all templates: the default is enough for about 25,000 orders with their lines. */
  constructor(maxBytes = DEFAULT_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Reserves memory for a template; this may drop those of all plans, of plans that are never used again too. */
  grow({ texts, end, slots }: Template): void {
    let bytes = TEMPLATE_BYTES + slots.length * SLOT_BYTES + end.length;
    for (const text of texts) bytes += text.length;
    this.#bytes += bytes;
    if (this.#bytes <= this.#maxBytes) return;
    this.#bytes = bytes;
    for (const keeper of this.#keepers) keeper.deref()?.clear();
    this.#keepers = [];
  }

  /** Registers the templates of a plan, which were empty. */
  register(keeper: Templates): void {
    this.#keepers.push(new WeakRef(keeper));
  }
}

/** The templates of one plan, by the identity of their records: a changed record is a different object. */
export class Templates {
  readonly #memory: TemplateMemory;
  #byRecord: WeakMap<object, Template> | null = null;

  constructor(memory: TemplateMemory) {
    this.#memory = memory;
  }

  /** The template of a record; undefined if there is none. */
  get(record: object): Template | undefined {
    return this.#byRecord?.get(record);
  }

  /** Keeps the template of a record. */
  set(record: object, template: Template): void {
    this.#memory.grow(template);
    if (!this.#byRecord) this.#memory.register(this);
    this.#byRecord ??= new WeakMap();
    this.#byRecord.set(record, template);
  }

  /** Drops all of them. */
  clear(): void {
    this.#byRecord = null;
  }
}
