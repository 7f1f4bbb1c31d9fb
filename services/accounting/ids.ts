/** On the wire, a document id is a word and a number; in the tables it is the number. */
export type DocumentWord = 'INV' | 'PAY';

const NUMBER = /^[1-9][0-9]{0,14}$/;

/** `'43697'` to 43697; null for text that cannot be a number in these books. */
export function numberOf(text: string): number | null {
  return NUMBER.test(text) ? Number(text) : null;
}

/** `'INV-43697'` to 43697; null for text that is not such an id. */
export function documentNumber(word: DocumentWord, text: string): number | null {
  return text.startsWith(`${word}-`) ? numberOf(text.slice(word.length + 1)) : null;
}

/** 43697 to `'INV-43697'`. */
export function documentId(word: DocumentWord, number: number): string {
  return `${word}-${number}`;
}
