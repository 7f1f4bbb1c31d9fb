import { useGraphiQL } from '@graphiql/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Request } from '../runs/run.ts';
import { loadAll, MAX_ROWS, pagedBy, type Paged } from './paged.ts';
import type { Table } from './flatten.ts';

interface PartProps {
  readonly table: Table;
  /** What the answer came from; null if that cannot be sent again for other pages. */
  readonly request: Request | null;
  /** Receives the answer with all rows. */
  readonly onLoaded: (answer: unknown) => void;
}

/** Says that a table is only a part of its list, and loads the rest on a click. */
export function Part({ table: { path, rows, partOf }, request, onLoaded }: PartProps) {
  const schema = useGraphiQL((state) => state.schema);
  const paged = useMemo(
    () => (request && schema ? pagedBy(request.sent, path, schema) : null),
    [request, schema, path],
  );
  if (partOf === undefined) return null;
  const said =
    partOf === null
      ? `There are more rows than these ${rows.length}`
      : `The answer has ${rows.length} of ${partOf} rows`;
  if (rows.length >= MAX_ROWS) return <p>{said}, and no more can be loaded here: narrow the filter.</p>;
  if (!paged || !request)
    return <p>{said}: ask for others with “after”, or a larger “first” where the graph allows it.</p>;
  return <Loader said={said} paged={paged} request={request} total={partOf} onLoaded={onLoaded} />;
}

interface LoaderProps {
  readonly said: string;
  readonly paged: Paged;
  readonly request: Request;
  readonly total: number | null | undefined;
  readonly onLoaded: (answer: unknown) => void;
}

function Loader({ said, paged, request, total, onLoaded }: LoaderProps) {
  const [count, setCount] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const loading = useRef<AbortController>(undefined);
  useEffect(() => () => loading.current?.abort(), []);
  const load = () => {
    const abort = new AbortController();
    loading.current = abort;
    setError(null);
    setCount(0);
    loadAll(paged, (sent) => request.send(sent, abort.signal), setCount)
      .then(onLoaded, (reason: unknown) => {
        if (!abort.signal.aborted) setError(String(reason));
      })
      .finally(() => setCount(null));
  };
  if (count !== null)
    return (
      <p role="status">
        Loading: {count} {total ? `of ${total} ` : ''}rows{' '}
        <button type="button" onClick={() => loading.current?.abort()}>
          Cancel
        </button>
      </p>
    );
  return (
    <>
      <p>
        {said}.{' '}
        <button type="button" onClick={load}>
          Load all
        </button>
      </p>
      {error !== null && (
        <ul className="isthmus-errors">
          <li>{error}</li>
        </ul>
      )}
    </>
  );
}
