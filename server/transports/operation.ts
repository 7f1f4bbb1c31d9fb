import { getOperationAST, GraphQLError, parse, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { runOperation } from '../engine.ts';
import { publicError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { refusal } from '../limits/rules.ts';
import { sourceFault } from '../limits/source.ts';

/** An operation as WebSocket and SSE clients send it. */
export interface OperationParams {
  readonly query?: unknown;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
  /** Whether only queries may run, because the request could have been forged by another page. */
  readonly readOnly: boolean;
}

/** The one result of an operation. Without `data`, it was refused before it ran. */
export interface OperationResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Runs an operation through the same checks and the same engine as over HTTP. Never throws. */
export async function runChecked(
  gateway: Gateway,
  params: OperationParams,
  context: Context,
): Promise<OperationResult> {
  const told = (error: unknown) => ({ errors: [publicError(error, context.requestId, gateway.log)] });
  const source = typeof params.query === 'string' ? params.query : '';
  const fault = sourceFault(source);
  if (fault !== null) return told(refusal(fault));
  try {
    const document = source === '' ? null : parse(source, { maxTokens: gateway.config.limits.tokens });
    if (params.readOnly && document && isWrite(document, params.operationName)) {
      return told(refusal('Mutations must be sent by POST.'));
    }
    const request = {
      query: source,
      ...(params.operationName ? { operationName: params.operationName } : {}),
      ...(params.variables ? { variables: params.variables } : {}),
      ...(params.extensions ? { extensions: params.extensions } : {}),
    };
    return await runOperation(gateway.engine, request, context);
  } catch (error) {
    if (error instanceof GraphQLError) error.extensions['code'] ??= 'GRAPHQL_PARSE_FAILED';
    return told(error);
  }
}

function isWrite(document: DocumentNode, operationName: string | null | undefined): boolean {
  return getOperationAST(document, operationName)?.operation !== 'query';
}
