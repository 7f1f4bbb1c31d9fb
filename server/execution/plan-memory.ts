import { LRUCache } from 'lru-cache';
import type { CacheBytes } from '../config/cache.ts';
import type { ObjectPlan } from './objects.ts';
import { TemplateMemory } from './template.ts';

/** What the planner made of an operation. */
export interface Planned {
  /** Null if there is no plan: graphql-js runs the operation. */
  readonly plan: ObjectPlan | null;
  /** The number of fields in the plan, with fragments expanded at each place. */
  readonly fields: number;
}

const DEFAULT_BYTES = 16 * 1024 * 1024;
/** The size of a field of a plan, rounded up: measured with a hundred of each, 450 to 900 bytes. */
const FIELD_BYTES = 900;
/** The size of an entry without fields. */
const ENTRY_BYTES = 500;

/**
 * The plans of all operations. An operation has several: one for each combination of flag values, guarded or not. The least recently used
 * are dropped, and made again when they are needed. A short text may stand for many fields, so plans are measured by these.
 */
export class PlanMemory {
  readonly templates: TemplateMemory;
  readonly #plans: LRUCache<string, Planned>;
  #operations = 0;

  /** Keeps what these bytes allow. */
  constructor({ plans = DEFAULT_BYTES, templates }: Partial<Pick<CacheBytes, 'plans' | 'templates'>> = {}) {
    this.templates = new TemplateMemory(templates);
    this.#plans = new LRUCache({
      maxSize: plans,
      sizeCalculation: ({ fields }, name) => fields * FIELD_BYTES + name.length + ENTRY_BYTES,
    });
  }

  /** A number for an operation, with which the names of its plans begin. */
  newOperation(): number {
    this.#operations += 1;
    return this.#operations;
  }

  /** The plan of this name, made if there is none. */
  plan(name: string, make: () => Planned): ObjectPlan | null {
    let planned = this.#plans.get(name);
    if (!planned) this.#plans.set(name, (planned = make()));
    return planned.plan;
  }
}
