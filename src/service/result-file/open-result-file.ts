import { get as getHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getHttps } from 'node:https';
import type { AgentPool } from '../../shared/http/agent-pool.ts';
import type { TunnelOptions } from '../../shared/http/proxy-agents.ts';

/**
 * Requests a file, and resolves with the headers of the answer; an abort ends the body, too. Redirects are refused: their
 * target would bypass the allow-list of hosts.
 */
export function openResultFile(
  address: string,
  agents: AgentPool,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(address);
  const get = url.protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const headers = { 'accept-encoding': 'identity', 'user-agent': 'imagesearch-import' };
    const agent = agents.agentFor(url);
    const options: RequestOptions & TunnelOptions = { agent, headers, connectUntil: signal };
    const request = get(url, options);
    const stop = () => request.destroy();
    signal.addEventListener('abort', stop, { once: true });
    request.once('close', () => signal.removeEventListener('abort', stop));
    request.on('error', reject);
    request.once('response', (answer) => {
      answer.on('error', () => {}); // the reader of the body receives the error, too
      resolve(answer);
    });
  });
}
