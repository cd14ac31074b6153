import { isLoopback } from '../../shared/http/loopback.ts';
import type { BatchTask } from './batch-task.ts';

const TIMEOUT_MS = 5_000;

/** What the service sends when a task is over, after the example of the help page "Upload images" (Mar 08 2024). */
export const callbackOf = (task: BatchTask, instanceName: string, processResultUrl: string) => ({
  finishTime: new Date(task.modifiedAt).toISOString().slice(0, 19).replace('T', ' '),
  instanceId: `imagesearch-emulated-${instanceName}`,
  instanceName,
  message: task.message,
  processResultUrl,
  status: task.status === 'FAIL' ? 'FAIL' : 'NORMAL',
  taskId: task.id,
});

/**
 * Posts a callback once, and only to this machine: a test must not call other hosts. A failure is ignored, as the service
 * ignores it.
 */
export async function sendCallback(address: string, callback: object, signal: AbortSignal): Promise<void> {
  if (!URL.canParse(address) || !isLoopback(new URL(address).hostname)) return;
  try {
    const response = await fetch(address, {
      method: 'POST',
      body: JSON.stringify(callback),
      headers: { 'content-type': 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
  } catch {
    return; // ignored, as the docstring says
  }
}
