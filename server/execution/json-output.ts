import { ignoreRejections, isThenable } from '../../datasources/maybe-promise.ts';
import { fallBack } from './fallback.ts';
import type { Hint } from './policy.ts';
import type { Run } from './run.ts';
import type { Draft } from './template.ts';

/** Writes the JSON text of a value, after its key has been written. Throws to fall back. */
export type Complete = (value: unknown, out: JsonOutput) => void;

/** Something that can only be written during a run: a field with a resolver, or an object whose record must be looked up. */
export interface TemplateSlot {
  /** Writes it, given the parent object of the field, or the object itself. */
  fill(value: unknown, out: JsonOutput): void;
}

/**
 * Receives one part of an answer: text, and further parts where something must be awaited. With a draft, it builds a template instead:
 * slots are then recorded instead of filled.
 */
export class JsonOutput {
  /** The text since the last awaited part. Append to it. */
  text = '';
  readonly run: Run;
  readonly draft: Draft | null;
  #parts: (string | JsonOutput)[] | null = null;
  /** How much of `text` the run has counted; less than nothing if earlier text was not counted. */
  #counted = 0;

  constructor(run: Run, draft: Draft | null = null) {
    this.run = run;
    this.draft = draft;
  }

  /** Fills a slot, or records it. */
  slot(slot: TemplateSlot, value: unknown): void {
    if (this.draft === null) {
      slot.fill(value, this);
    } else {
      this.draft.add(this.text, slot, value);
      this.text = '';
    }
  }

  /** Counts items of lists of objects. */
  take(items: number): void {
    if (this.draft === null) this.run.take(items);
    else this.draft.items += items;
  }

  /** Counts what has been written since the last time. A template counts where it is filled in. */
  measure(): void {
    if (this.draft !== null) return;
    const { length } = this.text;
    const grown = length - this.#counted;
    this.#counted = length;
    this.run.grow(grown);
  }

  /** Applies a cache hint to what is written. */
  touch(hint: Hint): void {
    if (this.draft === null) this.run.touch(hint);
    else this.draft.touch(hint);
  }

  /** Writes a value that may be a promise. */
  write(value: unknown, complete: Complete): void {
    if (!isThenable(value)) {
      complete(value, this);
    } else if (this.draft === null) {
      this.run.wait(value, complete, this.part());
    } else {
      // Values within a record are not promises; otherwise there can be no template for it.
      ignoreRejections([value]);
      fallBack();
    }
  }

  /** A separate part between what is written before and after. Templates have no such parts. */
  part(): JsonOutput {
    const part = new JsonOutput(this.run);
    this.#parts ??= [];
    this.#parts.push(this.text, part);
    this.#counted -= this.text.length;
    this.text = '';
    return part;
  }

  /** The complete text, with all parts in place. */
  toText(): string {
    if (this.#parts === null) return this.text;
    let text = '';
    for (const part of this.#parts) text += typeof part === 'string' ? part : part.toText();
    return text + this.text;
  }
}
