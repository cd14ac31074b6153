import { channel } from 'node:diagnostics_channel';
import type { CallMessage } from '../service/calls/call-message.ts';

/** The channel of `node:diagnostics_channel` on which every call of OSS is published, repeats included. */
export const OSS_CALL_CHANNEL = 'imagesearch-import.oss-call';

/** The message that is published when a call of OSS has ended. It contains no credentials and no content. */
export interface OssCallMessage extends Omit<CallMessage, 'operation' | 'region' | 'instance'> {
  /** What the call does, and the names of what it does it to: `store oss://bucket/key`. */
  readonly action: string;
}

export const OSS_CALLS = channel(OSS_CALL_CHANNEL);
