import type { ChangeFilter, Recorder } from '../../datasources/changes.ts';

/** A recorder without a change log. */
export const UNRECORDED: Recorder = { wrote: () => Promise.resolve() };

/** The filter that all changes pass. */
export const ALL_CHANGES: ChangeFilter = {
  entities: null,
  kinds: null,
  ids: null,
  owners: {},
  systems: null,
  fields: null,
};
