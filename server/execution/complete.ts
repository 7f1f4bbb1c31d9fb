import { ignoreRejections } from '../../datasources/maybe-promise.ts';
import { fallBack } from './fallback.ts';
import type { Complete, JsonOutput } from './json-output.ts';

/** Writes null for null, and everything else with `inner`. */
export function nullable(inner: Complete): Complete {
  return (value, out) => {
    if (value === null || value === undefined) out.text += 'null';
    else inner(value, out);
  };
}

/** Writes with `inner`. A null would propagate to the parent, so graphql-js must report it. */
export function required(inner: Complete): Complete {
  return (value, out) => {
    if (value === null || value === undefined) fallBack();
    inner(value, out);
  };
}

/** A list; only arrays are supported here. */
export function listOf(item: Complete): Complete {
  return (value, out) => {
    if (!Array.isArray(value)) return fallBack();
    const items: readonly unknown[] = value;
    try {
      writeItems(items, item, out);
    } catch (error) {
      ignoreRejections(items);
      throw error;
    }
  };
}

/** Counts the items of a list, as limits/items.ts does. */
export function counting(list: Complete): Complete {
  return (value, out) => {
    if (Array.isArray(value)) {
      try {
        out.take(value.length);
      } catch (error) {
        ignoreRejections(value);
        throw error;
      }
    }
    list(value, out);
  };
}

function writeItems(items: readonly unknown[], item: Complete, out: JsonOutput): void {
  let before = '[';
  for (const value of items) {
    out.text += before;
    before = ',';
    out.write(value, item);
    out.measure();
  }
  out.text += before === '[' ? '[]' : ']';
}
