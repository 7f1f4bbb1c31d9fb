import { RehearsedReads } from '../../../datasources/load/rehearsed-reads.ts';
import type { Asker, RequestScope } from '../../../datasources/scope.ts';
import type { Context } from '../../../resolvers/context.ts';
import type { Principal } from '../../../resolvers/principal.ts';
import type { ContextParts } from '../../context.ts';
import { ForbiddenError } from '../../identity/refusals.ts';
import { entityOf, referenceTo, Sources } from '../../reached.ts';
import type { Recorder } from './recorder.ts';

/** What the contexts of rehearsals are made of. */
export type RehearsalParts = Pick<ContextParts, 'entities' | 'connections' | 'settings' | 'log'>;

/** Whoever asks a system in a rehearsal all the same is gone already, and nothing is sent for who is gone. */
const GONE = AbortSignal.abort(new Error('Nothing is sent in a dry run.'));
/** What requests to systems would be marked with, were there any. */
export const DRY_RUN = 'dry-run';
const HERE = new AbortController().signal;

/**
 * A context whose sources are the systems' own, and ask nothing: what is read by them goes to the recorder, and is never answered. What is
 * no business of systems is refused.
 */
export function rehearsalContext(parts: RehearsalParts, principal: Principal, recorder: Recorder): Context {
  const { entities, connections, settings, log } = parts;
  const sources = new Sources(connections, ({ name }) => scopeOf(name, recorder, GONE));
  const context: Context = {
    ...scopeOf('', recorder, HERE),
    principal,
    settings,
    log,
    use: sources.use,
    entity: (typeName, id) => referenceTo(entityOf(entities, typeName), typeName, id, context),
    // Whatever it belongs to, the caller is taken for its owner: that is when most is read.
    ownerOf: (typeName, id) => {
      void entityOf(entities, typeName)?.ownerOf?.(id, context);
      recorder.step();
      return principal.customer;
    },
    readAnew: refuse,
    detached: refuse,
    admin: refuse,
    changesCursor: refuse,
  };
  return context;
}

function scopeOf(system: string, { asked }: Recorder, signal: AbortSignal): RequestScope {
  const asker: Asker = { requestId: DRY_RUN, signal };
  return {
    ...asker,
    audience: 'caller',
    purpose: 'single',
    reads: new RehearsedReads(system, asker, asked),
    answered: () => undefined,
  };
}

function refuse(): never {
  throw new ForbiddenError('Not available in a dry run.');
}
