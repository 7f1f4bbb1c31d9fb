/** Remedies for errors and hints of composition, by code. */
const REMEDIES: Readonly<Record<string, string>> = {
  INVALID_FIELD_SHARING:
    'Let one subgraph own the field and remove it from the others; or, where all give the same value, mark it @shareable in each.',
  FIELD_TYPE_MISMATCH: 'Give the field one type in all subgraphs; null-ness and lists count.',
  FIELD_ARGUMENT_TYPE_MISMATCH: 'Give the argument one type in all subgraphs.',
  FIELD_ARGUMENT_DEFAULT_MISMATCH: 'Give the argument one default in all subgraphs.',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: 'Add the argument everywhere, or make it optional.',
  TYPE_KIND_MISMATCH: 'Two subgraphs mean different things by one name: rename the type in one of them.',
  ENUM_VALUE_MISMATCH:
    'An enum used both in arguments and in results needs the same values in all subgraphs: repeat the values in each.',
  EMPTY_MERGED_ENUM_TYPE:
    'An enum used in arguments keeps only the values that all subgraphs define: give them a value in common.',
  EMPTY_MERGED_INPUT_TYPE:
    'An input keeps only the fields that all subgraphs define: give them a field in common.',
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH: 'Add the input field in all subgraphs, or make it optional.',
  INPUT_FIELD_DEFAULT_MISMATCH: 'Give the input field one default in all subgraphs.',
  INTERFACE_FIELD_NO_IMPLEM:
    'Every type that implements the interface somewhere needs all fields it has anywhere.',
  KEY_INVALID_FIELDS: 'Name in @key(fields: …) only fields that the type has in this subgraph, mostly "id".',
  EXTERNAL_UNUSED: 'Remove the @external field, or use it in a @key, @requires or @provides.',
  EXTERNAL_MISSING_ON_BASE: 'Some subgraph must own the field: define it there without @external.',
  EXTENSION_WITH_NO_BASE:
    'Write `type … @key(fields: "id")` in place of `extend type`, or compose the owner too.',
  INVALID_GRAPHQL: 'Correct the SDL of the subgraph: each must be valid by itself.',
  SATISFIABILITY_ERROR:
    'Give the type a @key that all subgraphs can fill, @key(fields: "id") here, and load it by that.',
  UNKNOWN_FEDERATION_LINK_VERSION:
    'Use the version of schema/common.graphql in @link, or update @apollo/composition.',
  INCONSISTENT_DESCRIPTION:
    'Let the owner of the type describe it; others say what their part is for in a # comment.',
  INCONSISTENT_DEFAULT_VALUE_PRESENCE: 'Give the argument the same default everywhere.',
  UNUSED_ENUM_TYPE: 'Remove the enum, or use it.',
};

/** The remedy for an error or hint with this code; null if there is no general one. */
export function remedyFor(code: string): string | null {
  return REMEDIES[code] ?? null;
}
