import type { Channel } from 'node:diagnostics_channel';
import type { CallMessage } from './call-message.ts';

/** The part of a message that tells how the call has ended. */
export type CallEnding = Pick<
  CallMessage,
  'startedAt' | 'milliseconds' | 'ok' | 'code' | 'httpStatus' | 'requestId'
>;

type EndingOf<T> = (
  outcome: { readonly answer: T } | { readonly error: unknown },
) => Partial<Pick<CallEnding, 'code' | 'httpStatus' | 'requestId'>>;

/** Runs a call and publishes a message about it. Measures nothing while the channel has no subscriber. */
export function publishCall<T>(
  channel: Channel,
  call: object,
  run: () => Promise<T>,
  endingOf: EndingOf<T>,
): Promise<T> {
  return channel.hasSubscribers ? published(channel, call, run, endingOf) : run();
}

async function published<T>(
  channel: Channel,
  call: object,
  run: () => Promise<T>,
  endingOf: EndingOf<T>,
): Promise<T> {
  const startedAt = Date.now();
  const start = performance.now();
  const publish = (ok: boolean, { code, httpStatus, requestId }: ReturnType<EndingOf<T>>) => {
    const milliseconds = performance.now() - start;
    const ending: CallEnding = { startedAt, milliseconds, ok, code, httpStatus, requestId };
    channel.publish({ ...call, ...ending });
  };
  try {
    const answer = await run();
    publish(true, endingOf({ answer }));
    return answer;
  } catch (error) {
    publish(false, endingOf({ error }));
    throw error;
  }
}
