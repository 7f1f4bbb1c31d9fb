import { DryRunReads } from '../../../datasources/load/dry-run-reads.ts';
import type { Requester, RequestScope } from '../../../datasources/scope.ts';
import type { Context } from '../../../resolvers/context.ts';
import type { Principal } from '../../../resolvers/principal.ts';
import type { ContextParts } from '../../context.ts';
import { ForbiddenError } from '../../identity/refusals.ts';
import { entityOf, referenceTo, RequestSources } from '../../request-sources.ts';
import type { ReadRecorder } from './read-recorder.ts';

/** Dependencies of the contexts of dry runs. */
export type DryRunParts = Pick<ContextParts, 'entities' | 'systems' | 'settings' | 'log'>;

/** An aborted signal: anything that calls a system in a dry run nevertheless sends nothing. */
const GONE = AbortSignal.abort(new Error('Nothing is sent in a dry run.'));
/** The request id that calls to systems would carry, if there were any. */
export const DRY_RUN = 'dry-run';
const HERE = new AbortController().signal;

/**
 * A context with the real sources of the systems, whose reads go to the recorder and are never answered. Everything that does not concern
 * systems is refused.
 */
export function dryRunContext(parts: DryRunParts, principal: Principal, recorder: ReadRecorder): Context {
  const { entities, systems, settings, log } = parts;
  const sources = new RequestSources(systems, ({ name }) => scopeOf(name, recorder, GONE));
  const context: Context = {
    ...scopeOf('', recorder, HERE),
    principal,
    settings,
    log,
    use: sources.use,
    entity: (typeName, id) => referenceTo(entityOf(entities, typeName), typeName, id, context),
    // The caller is assumed to own everything, because that reads the most.
    ownerOf: (typeName, id) => {
      void entityOf(entities, typeName)?.ownerOf?.(id, context);
      recorder.step();
      return principal.customer;
    },
    readAnew: refuse,
    detached: refuse,
    admin: refuse,
    webhooks: refuse,
    changesCursor: refuse,
  };
  return context;
}

function scopeOf(system: string, { asked }: ReadRecorder, signal: AbortSignal): RequestScope {
  const requester: Requester = { requestId: DRY_RUN, signal };
  return {
    ...requester,
    audience: 'caller',
    purpose: 'single',
    reads: new DryRunReads(system, requester, asked),
    onResponse: () => undefined,
  };
}

function refuse(): never {
  throw new ForbiddenError('Not available in a dry run.');
}
