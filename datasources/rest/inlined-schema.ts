import { isRecord } from '../is-record.ts';

/** A JSON Schema, or an object within one. */
export type Schema = Readonly<Record<string, unknown>>;

/** Where OpenAPI documents keep named schemas. */
const PLACE = '#/components/schemas/';
/** Keywords that contain data rather than schemas. */
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples']);
/** Keywords that apply to null, too, wherever they appear beside a type. All others concern values of one type. */
const OF_ANY: ReadonlySet<string> = new Set('$ref enum const anyOf oneOf allOf not if'.split(' '));
const ANNOTATIONS: ReadonlySet<string> = new Set(['description', 'title', 'default', 'example', 'examples']);

/**
 * Rewrites a schema of an OpenAPI document so that its validator costs a fraction of the usual and creates no garbage: each reference is
 * replaced by its target, since Ajv creates an object and a path for each reference it follows, and `anyOf` of a schema and null becomes
 * one type, since Ajv creates an error for the branch that does not match. It accepts exactly the same values. Recursive schemas keep a
 * reference, into the document registered as `base`.
 */
export function inlinedSchema(name: string, schemas: Schema, base: string): Schema {
  const inline = (schema: Schema, around: readonly string[]): Schema => {
    const { $ref: ref } = schema;
    if (typeof ref !== 'string') return nullableType(mapParts(schema, (part) => inline(part, around)));
    const target = ref.startsWith(PLACE) ? ref.slice(PLACE.length) : '';
    const found = schemas[target];
    if (!isRecord(found) || around.includes(target) || Object.keys(schema).length > 1) {
      return { ...schema, $ref: base + ref };
    }
    return inline(found, [...around, target]);
  };
  return inline({ $ref: PLACE + name }, []);
}

/** Applies `map` to each schema within an object, however deeply nested in objects and lists. */
function mapParts(schema: Schema, map: (part: Schema) => Schema): Schema {
  const mapPart = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(mapPart);
    return isRecord(part) ? map(part) : part;
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, DATA.has(key) ? part : mapPart(part)]),
  );
}

/**
 * Merges `anyOf` of one type and null into one schema of both types (JSON Schema 2020-12, Validation, section 6.1.1); returns other schemas
 * unchanged.
 */
function nullableType(schema: Schema): Schema {
  const { anyOf, ...beside } = schema;
  if (
    !Array.isArray(anyOf) ||
    anyOf.length !== 2 ||
    !Object.keys(beside).every((key) => ANNOTATIONS.has(key))
  )
    return schema;
  const [some, nothing] = anyOf as readonly unknown[];
  if (!isRecord(some) || !isRecord(nothing) || nothing['type'] !== 'null') return schema;
  const { type } = some;
  return typeof type === 'string' && !Object.keys(some).some((key) => OF_ANY.has(key))
    ? { ...some, type: [type, 'null'] }
    : schema;
}
