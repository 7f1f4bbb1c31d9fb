import { Kind, type ASTVisitor, type FieldNode, type ValidationContext } from 'graphql';
import { requestRefusal } from '../errors.ts';

/**
 * A validation rule that keeps the schema from who may not see it. The name of a type that somebody names is no secret: any document that
 * says `... on Customer` finds out whether there is one. So `__type(name:)` may be asked for that and nothing else, which is what programs do
 * that try out whether a server takes variables (such as the audits of GraphQL over HTTP).
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
