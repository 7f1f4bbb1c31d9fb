import type { ChainableCommander } from 'ioredis';

/** The answers of a pipeline in their order. Rejects with the first error among them. */
export async function answersOf(pipeline: ChainableCommander): Promise<readonly unknown[]> {
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}
