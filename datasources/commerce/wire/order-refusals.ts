import type { Refusal, RefusalCode } from '../../errors.ts';
import { detailOf, type Problem, type RefusalTable } from '../../rest/refusal.ts';
import type { NewOrder } from '../model.ts';

/** Maps the shop's refusals about a product to every line that has this product. */
export function productRefusals(lines: NewOrder['lines']): RefusalTable {
  return {
    unknown_product: (problem) => refusalOf('NOT_FOUND', lines, problem),
    not_for_sale: (problem) => refusalOf('NOT_FOR_SALE', lines, problem),
  };
}

function refusalOf(code: RefusalCode, lines: NewOrder['lines'], problem: Problem): Refusal {
  const message = detailOf(problem);
  // The problem has no member for it: the product's number is in its text, "Product 710 is not for sale."
  const product = /\bproduct (\d+)/i.exec(message)?.[1];
  const parts = lines.flatMap((line, index) =>
    line.product === product ? [{ field: ['lines', String(index), 'product'], message }] : [],
  );
  const whole = { code, field: ['lines'], message };
  return parts.length > 0 ? { ...whole, parts } : whole;
}
