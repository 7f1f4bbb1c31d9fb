import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** What Fastify passes about the part of a request for which it needs a validator. */
interface Part {
  readonly schema: AnySchema;
  readonly httpPart?: string;
}

/**
 * Validators of requests. Query, path and headers are text, so their values are converted to the declared types. A JSON body has types of
 * its own and is taken as it is: coercion would turn null into an empty text wherever a text may also be null.
 */
export function buildValidator(components: object): (part: AnySchema) => ValidateFunction {
  const body = validator(components, false);
  const text = validator(components, 'array');
  return (part) => {
    // @fastify/ajv-compiler declares it as a schema, but passes the route's part with its schema.
    const { schema, httpPart } = part as Part;
    return (httpPart === 'body' ? body : text).compile(schema);
  };
}

function validator(components: object, coerceTypes: false | 'array'): Ajv {
  const ajv = new Ajv({ coerceTypes, useDefaults: true, addUsedSchema: false, allErrors: false });
  formats.default(ajv);
  for (const component of Object.values(components) as AnySchema[]) ajv.addSchema(component);
  return ajv;
}
