import type {
  OperationsPublishPayload,
  OperationsRemovePayload,
  PublishedOperation,
} from '../../resolvers/generated/types.ts';
import { OPERATIONS_LIST, OPERATIONS_PUBLISH, OPERATIONS_REMOVE } from '../../server/safe-list/commands.ts';
import { askAll, askFor, type GatewayAccess } from '../command/ask.ts';
import { CommandError, tableOf } from '../command/command.ts';
import { documentsIn, type FoundDocument } from './files.ts';

/** Characters of documents in one request, well within the gateway's MAX_BODY_BYTES. */
const MAX_BATCH_CHARS = 60_000;

/** Publishes the documents in files. Throws CommandError, with a line for each refused document. */
export async function publishOperations(
  gateway: GatewayAccess,
  files: readonly string[],
): Promise<readonly string[]> {
  const documents = await documentsIn(files);
  const published: PublishedOperation[] = [];
  for (const some of batchesOf(documents)) published.push(...(await publish(gateway, some)));
  const rows = published.map(({ hash, names }) => [hash, names.join(' ')]);
  return [...tableOf(rows), `Published ${published.length}.`];
}

/** Lists the published operations as a table. Throws CommandError. */
export async function listOperations(gateway: GatewayAccess): Promise<readonly string[]> {
  const all = await askAll<PublishedOperation>(gateway, 'publishedOperations', OPERATIONS_LIST);
  if (all.length === 0) return ['No operation is published.'];
  const rows = all.map(({ hash, names, publishedAt }) => [
    hash,
    new Date(publishedAt).toISOString(),
    names.join(' '),
  ]);
  return tableOf([['SHA-256', 'published', 'operations'], ...rows]);
}

/** Removes documents from the list. Throws CommandError. */
export async function removeOperations(
  gateway: GatewayAccess,
  hashes: readonly string[],
): Promise<readonly string[]> {
  const variables = { hashes };
  const { count } = await askFor<OperationsRemovePayload>(
    gateway,
    'operationsRemove',
    OPERATIONS_REMOVE,
    variables,
  );
  const removed = `Removed ${count ?? 0} of ${hashes.length}.`;
  if (count !== hashes.length)
    throw new CommandError(
      `${removed} The others are not on the list. Give whole hashes, as "list" shows them.`,
    );
  return [removed];
}

async function publish(
  gateway: GatewayAccess,
  some: readonly FoundDocument[],
): Promise<readonly PublishedOperation[]> {
  const documents = some.map(({ text }) => text);
  const payload = await askFor<OperationsPublishPayload>(
    gateway,
    'operationsPublish',
    OPERATIONS_PUBLISH,
    { documents },
    ({ path, message }) => `${some[Number(path?.[1])]?.where ?? 'the documents'}: ${message}`,
  );
  if (!payload.operations) throw new CommandError('The gateway did not return the published operations.');
  return payload.operations;
}

function batchesOf(documents: readonly FoundDocument[]): readonly (readonly FoundDocument[])[] {
  const batches: FoundDocument[][] = [];
  let size = Infinity;
  for (const document of documents) {
    size += document.text.length;
    if (size > MAX_BATCH_CHARS) {
      batches.push([]);
      size = document.text.length;
    }
    batches.at(-1)?.push(document);
  }
  return batches;
}
