import { later, type MaybePromise } from '../datasources/maybe-promise.ts';
import type { Ref } from '../datasources/ids.ts';
import type { RequestScope } from '../datasources/scope.ts';
import type { OpenSystems, System } from '../datasources/system.ts';
import type { Context } from '../resolvers/context.ts';
import type { Entity } from '../resolvers/domain.ts';

/** The sources of one request, each created on first use. */
export class RequestSources {
  readonly #systems: OpenSystems;
  readonly #scopeFor: (system: System<unknown>) => RequestScope;
  readonly #sources = new Map<System<unknown>, unknown>();

  constructor(systems: OpenSystems, scopeFor: (system: System<unknown>) => RequestScope) {
    this.#systems = systems;
    this.#scopeFor = scopeFor;
  }

  readonly use = <Source>(system: System<Source>): Source => {
    let source = this.#sources.get(system);
    if (source === undefined) {
      const open = this.#systems.get(system);
      if (!open) throw new Error(`The system "${system.name}" is not among the systems of any domain.`);
      source = open.sourceFor(this.#scopeFor(system));
      this.#sources.set(system, source);
    }
    return source as Source;
  };

  /** Drops all sources, so that they are created anew. */
  clear(): void {
    this.#sources.clear();
  }
}

/** The entity of a type; undefined if there is no such type. */
export function entityOf(entities: Readonly<Record<string, Entity>>, typeName: string): Entity | undefined {
  return Object.hasOwn(entities, typeName) ? entities[typeName] : undefined;
}

/** A reference to an entity that exists; null if it does not. */
export function referenceTo(
  entity: Entity | undefined,
  typeName: string,
  id: string,
  context: Context,
): MaybePromise<(Ref<string> & { readonly __typename: string }) | null> {
  return later(entity?.load(id, context) ?? null, (record) =>
    record ? { id: record.id, __typename: typeName } : null,
  );
}
