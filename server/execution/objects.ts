import { fallBack } from './fallback.ts';
import { RecordValueField, ResolvedField, type Field } from './fields.ts';
import type { TemplateSlot, JsonOutput } from './json-output.ts';
import type { Hint } from './policy.ts';
import { fillTemplate, ITSELF, templateOf, type Templates } from './template.ts';

/** How objects of one type are written. */
export interface ObjectPlan {
  /** Writes an object. */
  write(value: unknown, out: JsonOutput): void;
}

/** An object that needs no loading: a value, a connection, or an entity of which no own field is selected. */
export class ValuePlan implements ObjectPlan {
  readonly #fields: readonly Field[];
  readonly #hint: Hint | undefined;

  constructor(fields: readonly Field[], hint: Hint | undefined) {
    this.#fields = fields;
    this.#hint = hint;
  }

  write(value: unknown, out: JsonOutput): void {
    if (value instanceof Error) fallBack();
    if (this.#hint !== undefined) out.touch(this.#hint);
    for (const field of this.#fields) {
      out.text += field.prefix;
      if (field.needs === 'context') out.slot(field, value);
      else field.fill(value, out);
    }
    out.text += this.#fields.length === 0 ? '{}' : '}';
  }
}

/**
 * An entity with fields of its own record, which is looked up once per object. If records are shared between requests, the text that
 * depends only on a record is kept with it, and only what depends on the request is written anew.
 */
export class EntityPlan implements ObjectPlan, TemplateSlot {
  readonly #fields: readonly Field[];
  readonly #main: RecordValueField;
  /** One field for each kind of record; empty if something within the fields has to be loaded in turn. */
  readonly #needed: readonly RecordValueField[];
  readonly #hint: Hint | undefined;
  readonly #templates: Templates;

  /** `main` is one of the fields; all fields of the same kind of record are written together. */
  constructor(
    fields: readonly Field[],
    main: RecordValueField,
    hint: Hint | undefined,
    templates: Templates,
  ) {
    this.#fields = fields;
    this.#main = main;
    this.#needed = neededFor(fields);
    this.#hint = hint;
    this.#templates = templates;
  }

  write(value: unknown, out: JsonOutput): void {
    out.slot(this, value);
  }

  fill(value: unknown, out: JsonOutput): void {
    if (value instanceof Error) fallBack();
    const record = this.#main.peek(value, out);
    const missing = record === undefined ? this.#missing(value, out) : null;
    if (missing !== null) {
      out.run.when(missing, this, value, out.part());
      return;
    }
    if (this.#hint !== undefined) out.touch(this.#hint);
    if (record === undefined || record === null || !out.run.keep || !hasSameId(record, value))
      this.#writeNow(record, value, out);
    else fillTemplate(this.#templateOf(record, out), value, out);
  }

  /**
   * Requests all records that are not loaded. If nothing within them has to be loaded in turn, the object is written in one piece once they
   * are: returns a promise of the first. Otherwise returns null, and each field waits for its own record.
   */
  #missing(value: unknown, out: JsonOutput): Promise<unknown> | null {
    let first: Promise<unknown> | null = null;
    for (const field of this.#needed) {
      if (field.peek(value, out) !== undefined) continue;
      const batch = field.want(value, out);
      first ??= batch;
    }
    return first;
  }

  /** Writes now what does not have to wait for a record. */
  #writeNow(record: object | null | undefined, value: unknown, out: JsonOutput): void {
    for (const field of this.#fields) {
      out.text += field.prefix;
      if (record !== undefined && this.#isMain(field)) field.fillFrom(record, out);
      else field.fill(value, out);
    }
    out.text += '}';
  }

  #templateOf(record: object, { run }: JsonOutput) {
    const known = this.#templates.get(record);
    if (known !== undefined) return known;
    const made = templateOf(run, (out) => this.#writeTemplate(record, out));
    this.#templates.set(record, made);
    return made;
  }

  #writeTemplate(record: object, out: JsonOutput): void {
    for (const field of this.#fields) {
      out.text += field.prefix;
      if (this.#isMain(field)) field.fillFrom(record, out);
      else if (field.needs === 'id') field.fill(record, out);
      else out.slot(field, ITSELF);
    }
    out.text += '}';
  }

  #isMain(field: Field): field is RecordValueField {
    return field instanceof RecordValueField && field.records === this.#main.records;
  }
}

function neededFor(fields: readonly Field[]): readonly RecordValueField[] {
  const own = fields.filter((field) => field instanceof RecordValueField);
  const isFlat =
    own.every((field) => field.isFlat) && !fields.some((field) => field instanceof ResolvedField);
  return isFlat
    ? own.filter((field, index) => own.findIndex(({ records }) => records === field.records) === index)
    : [];
}

/** Whether record and reference have the same id. If not, text made for one is not valid for the other. */
function hasSameId(record: object, reference: unknown): boolean {
  return (record as { readonly id?: unknown }).id === (reference as { readonly id?: unknown }).id;
}
