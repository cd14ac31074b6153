import { get as getHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getHttps } from 'node:https';
import type { AgentPool } from '../../shared/agent-pool.ts';
import type { TunnelOptions } from '../../shared/proxy-agents.ts';

/**
 * Asks for a file, up to the headers of its answer; an abort ends the body, too. No redirect is followed: nobody has checked
 * where it leads.
 */
export function openFailureFile(
  address: string,
  agents: AgentPool,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(address);
  const get = url.protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const headers = { 'accept-encoding': 'identity', 'user-agent': 'imagesearch-import' };
    const options: RequestOptions & TunnelOptions = {
      ...{ agent: agents.agentFor(url), headers, connectUntil: signal },
    };
    const request = get(url, options);
    const stop = () => request.destroy();
    signal.addEventListener('abort', stop, { once: true });
    request.once('close', () => signal.removeEventListener('abort', stop));
    request.on('error', reject);
    request.once('response', (answer) => {
      answer.on('error', () => {}); // whoever reads the body hears of it
      resolve(answer);
    });
  });
}
