import { Kind, type ASTVisitor, type FieldNode, type ValidationContext } from 'graphql';
import { requestRefusal } from '../errors.ts';

/**
 * A validation rule that hides the schema from callers that may not introspect it. Type names are not secret, since any document with `...
 * on Customer` finds out whether a type exists. So `__type(name:)` may be queried for the name and nothing else, as programs do to test
 * whether a server accepts variables (such as the audits of GraphQL over HTTP).
 */
export function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const { value: name } = node.name;
      if (name !== '__schema' && !(name === '__type' && !asksForNameOnly(node))) return;
      const message = 'GraphQL introspection is turned off. Ask the operator of this API for the schema.';
      context.reportError(requestRefusal('INTROSPECTION_DISABLED', message));
    },
  };
}

function asksForNameOnly({ selectionSet }: FieldNode): boolean {
  return Boolean(
    selectionSet?.selections.every(
      (selection) => selection.kind === Kind.FIELD && ['name', '__typename'].includes(selection.name.value),
    ),
  );
}
