import { isObjectType, type GraphQLSchema } from 'graphql';

/** What the schema says of the length of a page that the setting applies to. */
const USUAL = '1 to 100 unless the gateway is configured otherwise.';

/** Adapts a schema to the maximum page size: what it says of it, and the defaults that are larger. Modifies the schema. */
export function limitPages(schema: GraphQLSchema, maxPage: number): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const arg of Object.values(type.getFields()).flatMap(({ args }) => args)) {
      if (arg.name !== 'first' || !arg.description?.includes(USUAL)) continue;
      arg.description = arg.description.replace(USUAL, `1 to ${maxPage}.`);
      arg.defaultValue = Math.min(Number(arg.defaultValue), maxPage);
    }
  }
}
