/** A gate that can stop the reading of answers for a while. */
export class Gate {
  #shut: PromiseWithResolvers<undefined> | null = null;

  set isShut(isShut: boolean) {
    if (isShut) this.#shut ??= Promise.withResolvers<undefined>();
    else {
      this.#shut?.resolve(undefined);
      this.#shut = null;
    }
  }

  /** Like `fetch`; while the gate is shut, bodies are not read, so that their connections fill up. */
  readonly fetch: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const { status, statusText, headers } = answer;
    return new Response(answer.body?.pipeThrough(this.#passing()) ?? null, { status, statusText, headers });
  };

  #passing(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream<Uint8Array, Uint8Array>({
      transform: async (chunk, controller) => {
        await this.#shut?.promise;
        controller.enqueue(chunk);
      },
    });
  }
}
