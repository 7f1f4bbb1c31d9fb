/** What a remittance text names, by global id, each once; account numbers as they are. */
export interface Named {
  readonly invoices: readonly string[];
  readonly orders: readonly string[];
  readonly accounts: readonly string[];
}

const INVOICE = /\binv[-\s.:#]*(\d{4,9})\b/gi;
const ORDER = /\b(?:so|order|bestellung)[-\s.:#]*(?:nr\.?|no\.?)?\s*(\d{4,9})\b/gi;
const ACCOUNT = /\baw\d{8}\b/gi;

/** Finds the numbers of invoices, orders and accounts, in the ways people write them: `INV-63059`, `inv 63059`, `SO62881`, `aw00026949`. */
export function namedIn(remittance: string): Named {
  const numbers = (pattern: RegExp) => [...remittance.matchAll(pattern)].map(([, number = '']) => number);
  return {
    invoices: unique(numbers(INVOICE).map((number) => `invoice:INV-${number}`)),
    orders: unique(numbers(ORDER).map((number) => `order:${number}`)),
    accounts: unique([...remittance.matchAll(ACCOUNT)].map(([account]) => account.toUpperCase())),
  };
}

const UMLAUTS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'oe',
  æ: 'ae',
  å: 'aa',
};

/**
 * The ways a bank may write a name: in capitals, without accents, umlauts as two letters or without their dots, last name first. Two names
 * are considered equal if they have one of these in common; empty for no name.
 */
export function spellingsOf(name: string): readonly string[] {
  const letters = name.normalize('NFC').toLowerCase();
  const inTwo = letters.replaceAll(/[äöüßøæå]/g, (letter) => UMLAUTS[letter] ?? letter);
  return unique([letters, inTwo].map(wordsOf).filter(Boolean));
}

function wordsOf(letters: string): string {
  const plain = letters.replaceAll('ß', 'ss').normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .toSorted()
    .join(' ');
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
