import { GraphQLError, Kind, parse, type DocumentNode } from 'graphql';
import type { DocumentValidator } from '../limits/document-validator.ts';
import { sourceFault } from '../limits/source.ts';

/** What documents are checked against before they are published: the same checks as when they are requested. */
export interface DocumentChecks {
  readonly validator: Pick<DocumentValidator, 'faultsOf'>;
  /** The most tokens in a document. */
  readonly tokens: number;
}

/** The names of a document's operations, or the first thing that is wrong with it. */
export type Checked =
  { readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly fault: string };

/** Checks whether a document may be published. */
export function checkDocument(text: string, { validator, tokens }: DocumentChecks): Checked {
  const fault = sourceFault(text);
  if (fault !== null) return { ok: false, fault };
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: tokens });
  } catch (error) {
    return { ok: false, fault: error instanceof GraphQLError ? withPlace(error) : String(error) };
  }
  const [error] = validator.faultsOf(document);
  return error ? { ok: false, fault: withPlace(error) } : { ok: true, names: namesIn(document) };
}

function withPlace({ message, locations }: GraphQLError): string {
  const [place] = locations ?? [];
  return place ? `${message} (line ${place.line}, column ${place.column})` : message;
}

function namesIn({ definitions }: DocumentNode): readonly string[] {
  return definitions.flatMap((part) =>
    part.kind === Kind.OPERATION_DEFINITION && part.name ? [part.name.value] : [],
  );
}
