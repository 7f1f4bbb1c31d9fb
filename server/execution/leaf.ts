import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  type GraphQLEnumType,
  type GraphQLLeafType,
} from 'graphql';
import { fallBack } from './fallback.ts';
import type { Complete } from './json-output.ts';

/** Characters that JSON escapes. Lone surrogates are among them, so valid surrogate pairs take the slow route, too. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The text as a JSON string. */
export function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** How to write values of a scalar or an enum. Values of the usual kind do not need `serialize`. */
export function leaf(type: GraphQLLeafType): Complete {
  const slow = serialized(type);
  if (isEnumType(type)) return enumeration(type, slow);
  switch (type.name) {
    case GraphQLString.name:
    case GraphQLID.name:
      return (value, out) => {
        if (typeof value === 'string') out.text += quoted(value);
        else slow(value, out);
      };
    case GraphQLInt.name:
      return (value, out) => {
        if (typeof value === 'number' && (value | 0) === value) out.text += String(value);
        else slow(value, out);
      };
    case GraphQLFloat.name:
      return (value, out) => {
        if (typeof value === 'number' && Number.isFinite(value)) out.text += String(value);
        else slow(value, out);
      };
    case GraphQLBoolean.name:
      return (value, out) => {
        if (typeof value === 'boolean') out.text += value ? 'true' : 'false';
        else slow(value, out);
      };
    default:
      return slow;
  }
}

/** Uses the scalar's own `serialize`. Values that it rejects, or that JSON cannot represent, are left to graphql-js to report. */
function serialized(type: GraphQLLeafType): Complete {
  return (value, out) => {
    if (value instanceof Error) fallBack();
    out.text += jsonOf(type.serialize(value));
  };
}

/** `JSON.stringify`, whose type hides that it returns undefined for functions and the like. */
function jsonOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || value === undefined) fallBack();
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string' ? text : fallBack();
}

/** Precomputes the text of each value of an enum, since there are few. */
function enumeration(type: GraphQLEnumType, slow: Complete): Complete {
  const texts = new Map<unknown, string>(type.getValues().map(({ value, name }) => [value, `"${name}"`]));
  return (value, out) => {
    const text = texts.get(value);
    if (text === undefined) slow(value, out);
    else out.text += text;
  };
}
