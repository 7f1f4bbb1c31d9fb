import type { ChainableCommander } from 'ioredis';

/** Returns the answers of a pipeline in order. Rejects with the first error among them. */
export async function answersOf(pipeline: ChainableCommander): Promise<readonly unknown[]> {
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}
