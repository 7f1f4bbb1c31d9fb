import { stepAside } from './aside.ts';
import { OwnField, recordOf, type Field } from './fields.ts';
import type { Hole, Out } from './out.ts';
import type { Hint } from './policy.ts';
import { fillTemplate, ITSELF, templateOf, type Templates } from './template.ts';

/** How objects of one type are written. */
export interface ObjectPlan {
  /** Writes an object. */
  write(value: unknown, out: Out): void;
}

/** An object that is there already: a value, a connection, or an entity of which no own field is asked for. */
export class ValuePlan implements ObjectPlan {
  readonly #fields: readonly Field[];
  readonly #hint: Hint | undefined;

  constructor(fields: readonly Field[], hint: Hint | undefined) {
    this.#fields = fields;
    this.#hint = hint;
  }

  write(value: unknown, out: Out): void {
    if (value instanceof Error) stepAside();
    if (this.#hint !== undefined) out.touch(this.#hint);
    for (const field of this.#fields) {
      out.text += field.prefix;
      if (field.needs === 'context') out.hole(field, value);
      else field.fill(value, out);
    }
    out.text += this.#fields.length === 0 ? '{}' : '}';
  }
}

/**
 * An entity with fields of its own record, which is looked for once an object. Where records are kept, the text that follows
 * from the record alone is kept with it, and only what needs the request is written anew.
 */
export class EntityPlan implements ObjectPlan, Hole {
  readonly #fields: readonly Field[];
  readonly #main: OwnField;
  readonly #hint: Hint | undefined;
  readonly #templates: Templates;

  /** `main` is one of the fields; those that are of the same records are written together. */
  constructor(fields: readonly Field[], main: OwnField, hint: Hint | undefined, templates: Templates) {
    this.#fields = fields;
    this.#main = main;
    this.#hint = hint;
    this.#templates = templates;
  }

  write(value: unknown, out: Out): void {
    out.hole(this, value);
  }

  fill(value: unknown, out: Out): void {
    if (value instanceof Error) stepAside();
    if (this.#hint !== undefined) out.touch(this.#hint);
    const record = recordOf(value, this.#main.records, this.#main.own, out);
    if (record instanceof Promise) this.#writeAround(record, value, out);
    else if (record === null || !out.run.keep || !isOf(record, value)) this.#writeNow(record, value, out);
    else fillTemplate(this.#templateOf(record, out), value, out);
  }

  #writeNow(record: object | null, value: unknown, out: Out): void {
    for (const field of this.#fields) {
      out.text += field.prefix;
      if (this.#isMain(field)) field.fillFrom(record, out);
      else field.fill(value, out);
    }
    out.text += '}';
  }

  /** Leaves room for what the record will say, and goes on at once with what does not wait for it. */
  #writeAround(record: PromiseLike<object | null>, value: unknown, out: Out): void {
    const rooms: { readonly field: OwnField; readonly room: Out }[] = [];
    const fillRooms = (found: object | null) => {
      for (const { field, room } of rooms) field.fillFrom(found, room);
    };
    // First of all: should a field throw, nobody else would be there for a read that fails.
    out.run.wait(record, fillRooms, out);
    for (const field of this.#fields) {
      out.text += field.prefix;
      if (this.#isMain(field)) rooms.push({ field, room: out.part() });
      else field.fill(value, out);
    }
    out.text += '}';
  }

  #templateOf(record: object, { run }: Out) {
    const known = this.#templates.get(record);
    if (known !== undefined) return known;
    const made = templateOf(run, (out) => this.#writeTemplate(record, out));
    this.#templates.set(record, made);
    return made;
  }

  #writeTemplate(record: object, out: Out): void {
    for (const field of this.#fields) {
      out.text += field.prefix;
      if (this.#isMain(field)) field.fillFrom(record, out);
      else if (field.needs === 'id') field.fill(record, out);
      else out.hole(field, ITSELF);
    }
    out.text += '}';
  }

  #isMain(field: Field): field is OwnField {
    return field instanceof OwnField && field.records === this.#main.records;
  }
}

/** Whether record and reference bear the same id: else the text of the one is not that of the other. */
function isOf(record: object, reference: unknown): boolean {
  return (record as { readonly id?: unknown }).id === (reference as { readonly id?: unknown }).id;
}
