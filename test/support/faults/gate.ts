/** A gate that what is read passes through, which may be shut for a while. */
export class Gate {
  #shut: PromiseWithResolvers<undefined> | null = null;

  set isShut(isShut: boolean) {
    if (isShut) this.#shut ??= Promise.withResolvers<undefined>();
    else {
      this.#shut?.resolve(undefined);
      this.#shut = null;
    }
  }

  /** Fetches as `fetch` does; while the gate is shut, nothing is read of an answer's body, so that its connection fills up. */
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
