/** Remedies for errors and hints of composition, by code. */
const REMEDIES: Readonly<Record<string, string>> = {
  INVALID_FIELD_SHARING:
    'Let one subgraph own the field and remove it from the others; or, if all return the same value, mark it @shareable in each.',
  FIELD_TYPE_MISMATCH: 'Give the field the same type in all subgraphs, including nullability and lists.',
  FIELD_ARGUMENT_TYPE_MISMATCH: 'Give the argument the same type in all subgraphs.',
  FIELD_ARGUMENT_DEFAULT_MISMATCH: 'Give the argument the same default in all subgraphs.',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: 'Add the argument everywhere, or make it optional.',
  TYPE_KIND_MISMATCH:
    'Two subgraphs use the same name for different kinds of types: rename the type in one of them.',
  ENUM_VALUE_MISMATCH:
    'An enum used both in arguments and in results needs the same values in all subgraphs: repeat the values in each.',
  EMPTY_MERGED_ENUM_TYPE:
    'An enum used in arguments keeps only the values that all subgraphs define: give them a value in common.',
  EMPTY_MERGED_INPUT_TYPE:
    'An input keeps only the fields that all subgraphs define: give them a field in common.',
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH: 'Add the input field in all subgraphs, or make it optional.',
  INPUT_FIELD_DEFAULT_MISMATCH: 'Give the input field the same default in all subgraphs.',
  INTERFACE_FIELD_NO_IMPLEM:
    'A type that implements the interface in any subgraph needs all the fields that the interface has in any subgraph.',
  KEY_INVALID_FIELDS:
    'In @key(fields: …), name only fields that the type has in this subgraph, usually "id".',
  EXTERNAL_UNUSED: 'Remove the @external field, or use it in a @key, @requires or @provides.',
  EXTERNAL_MISSING_ON_BASE: 'One subgraph must own the field: define it there without @external.',
  EXTENSION_WITH_NO_BASE:
    'Write `type … @key(fields: "id")` instead of `extend type`, or add the owner to the composition.',
  INVALID_GRAPHQL: 'Correct the SDL of the subgraph: each must be valid on its own.',
  SATISFIABILITY_ERROR:
    'Give the type a @key that all subgraphs can provide, @key(fields: "id") here, and load it by that key.',
  UNKNOWN_FEDERATION_LINK_VERSION:
    'Use the version in @link of schema/common.graphql, or update @apollo/composition.',
  INCONSISTENT_DESCRIPTION:
    'Let the owner of the type describe it; the other subgraphs can describe their part in a # comment.',
  INCONSISTENT_DEFAULT_VALUE_PRESENCE: 'Give the argument the same default everywhere.',
  UNUSED_ENUM_TYPE: 'Remove the enum, or use it.',
};

/** The remedy for an error or hint with this code; null if there is no general one. */
export function remedyFor(code: string): string | null {
  return REMEDIES[code] ?? null;
}
