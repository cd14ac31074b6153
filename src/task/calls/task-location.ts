import { percentDecodeOrKeep } from '../../shared/http/percent-decode.ts';
import { trimSlashes } from '../../shared/text/trim-slashes.ts';
import type { TaskRef } from './task-ref.ts';

/** Where a task reads increment.meta: its bucket, and `Path` of IncreaseInstance. */
export type TaskLocation = Pick<TaskRef, 'bucket' | 'path'>;

/**
 * Whether a task that the service lists reads from this location; undefined when the service names no location. No document
 * says whether IncreaseList gives `Path` back as it was sent.
 */
export function isAtLocation(listed: TaskLocation, location: TaskLocation): boolean | undefined {
  if (listed.bucket === '' || listed.path === '') return undefined;
  const paths = [listed.path, percentDecodeOrKeep(listed.path)].map(trimSlashes);
  return listed.bucket === location.bucket && paths.includes(trimSlashes(location.path));
}
