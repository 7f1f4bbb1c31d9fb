import { isThenable, muteAll, stepAside } from './aside.ts';
import type { Hint } from './policy.ts';
import type { Run } from './run.ts';
import type { Draft } from './template.ts';

/** Writes the JSON text of a value; the key before it is written already. Throws where it steps aside. */
export type Complete = (value: unknown, out: Out) => void;

/** What can be written with the help of a run alone: a field with a resolver, an object whose record is to be had. */
export interface Hole {
  /** Writes it, given the object that the field is of, or the object itself. */
  fill(value: unknown, out: Out): void;
}

/**
 * Where a part of the answer is written: text, and behind it, where something has to be waited for, further parts. With
 * a draft it writes no answer but a template: then holes are noted down instead of being filled.
 */
export class Out {
  /** What was written since the last part that is waited for. To be added to. */
  text = '';
  readonly run: Run;
  readonly draft: Draft | null;
  #parts: (string | Out)[] | null = null;

  constructor(run: Run, draft: Draft | null = null) {
    this.run = run;
    this.draft = draft;
  }

  /** Fills a hole, or notes it down. */
  hole(hole: Hole, value: unknown): void {
    if (this.draft === null) {
      hole.fill(value, this);
    } else {
      this.draft.add(this.text, hole, value);
      this.text = '';
    }
  }

  /** Counts items of lists of objects. */
  take(items: number): void {
    if (this.draft === null) this.run.take(items);
    else this.draft.items += items;
  }

  /** Remembers how long what is written may be kept. */
  touch(hint: Hint): void {
    if (this.draft === null) this.run.touch(hint);
    else this.draft.touch(hint);
  }

  /** Writes a value that may have to be waited for. */
  write(value: unknown, complete: Complete): void {
    if (!isThenable(value)) {
      complete(value, this);
    } else if (this.draft === null) {
      this.run.wait(value, complete, this.part());
    } else {
      // What a record holds is there, or the record is none.
      muteAll([value]);
      stepAside();
    }
  }

  /** A part of its own between what is written before and after. Templates have no such parts. */
  part(): Out {
    const part = new Out(this.run);
    this.#parts ??= [];
    this.#parts.push(this.text, part);
    this.text = '';
    return part;
  }

  /** All that was written, the parts in their places. */
  toText(): string {
    if (this.#parts === null) return this.text;
    let text = '';
    for (const part of this.#parts) text += typeof part === 'string' ? part : part.toText();
    return text + this.text;
  }
}
