import {
  BREAK,
  getOperationAST,
  Kind,
  OperationTypeNode,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentRecordOf } from '../fragments.ts';

/** What a document says that matters before its fields are looked at. */
export interface Scanned {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The names of the variables that `@skip` and `@include` look at, in any operation. */
  readonly flags: readonly string[];
}

/** Reads a document; null where its operation is none for the short way, or there is none of this name. */
export function scan(document: DocumentNode, operationName: string | undefined): Scanned | null {
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === OperationTypeNode.MUTATION) return null;
  if (!operation.directives?.every(({ name }) => name.value === LIVE)) return null;
  const flags = new Set<string>();
  const found = { isUsual: true };
  visit(document, {
    Field: ({ name: { value } }) => {
      if (value === '__typename' || !value.startsWith('__')) return undefined;
      found.isUsual = false;
      return BREAK;
    },
    Directive: (directive) => {
      const flag = flagOf(directive);
      if (flag !== null) flags.add(flag);
      found.isUsual &&= USUAL.has(directive.name.value);
    },
  });
  return found.isUsual ? { operation, fragments: fragmentRecordOf(document), flags: [...flags] } : null;
}

/** On a query; who runs the operation sees to it. */
const LIVE = 'live';
const USUAL: ReadonlySet<string> = new Set(['skip', 'include', LIVE]);

function flagOf({ name, arguments: args }: DirectiveNode): string | null {
  const condition = args?.find((argument) => argument.name.value === 'if')?.value;
  return name.value !== LIVE && USUAL.has(name.value) && condition?.kind === Kind.VARIABLE
    ? condition.name.value
    : null;
}
