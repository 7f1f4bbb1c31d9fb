import { InputError } from './errors.ts';

/** A condition on a text, which its system takes up to a length. Throws InputError on a longer one. */
export function textOf(argument: string, text: string | null, maxLength: number): string | null {
  if (text === null || text.length <= maxLength) return text;
  throw new InputError(`"${argument}" may have at most ${maxLength} characters, got ${text.length}.`);
}
