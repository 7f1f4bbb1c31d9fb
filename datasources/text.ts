import { InputError } from './errors.ts';

/** Returns a text condition whose length its system limits. Throws InputError if it is too long. */
export function checkedText(argument: string, text: string | null, maxLength: number): string | null {
  if (text === null || text.length <= maxLength) return text;
  throw new InputError(`"${argument}" may have at most ${maxLength} characters, got ${text.length}.`);
}
