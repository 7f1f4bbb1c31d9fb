import type { Channel } from 'node:diagnostics_channel';

/** Has a listener told of the messages of a channel, until the function that is given back is called. It must not throw. */
export function listen<Message extends object>(
  channel: Channel<unknown, Message>,
  listener: (message: Message) => void,
): () => void {
  const heard = (message: unknown) => {
    listener(message as Message);
  };
  channel.subscribe(heard);
  return () => {
    channel.unsubscribe(heard);
  };
}

/** Calls all of these. */
export function all(stops: readonly (() => void)[]): () => void {
  return () => {
    for (const stop of stops) stop();
  };
}
