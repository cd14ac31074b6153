import { parseEndpoint } from '../../service/endpoint.ts';
import { show } from '../../shared/checks.ts';

/** Example hosts of the documents: image-search-task-info.oss-cn-shanghai.aliyuncs.com (callback), NAME.oss-cn-shanghai.aliyuncs.com (IncreaseList). */
const ALIBABA = /\.aliyuncs\.com$/;
const LOOPBACK = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/;
const HOST = /^[a-z0-9.-]+$/i;

/**
 * Where files of failures may be read from: of Alibaba's hosts, over https. An answer of the service names the address,
 * and nothing that it could name shall make us ask a machine of the network we stand in.
 */
export class ResultHosts {
  readonly #more: ReadonlySet<string>;
  readonly #loopback: boolean;

  /** @throws {TypeError} for what is no host name */
  constructor(more: readonly string[], endpoint: string | undefined) {
    for (const host of more) {
      if (typeof host === 'string' && HOST.test(host)) continue;
      throw new TypeError(
        `Cannot continue as 'resultHosts' must be host names, without scheme and port: current value is ${show(host)}`,
      );
    }
    this.#more = new Set(more.map((host) => host.toLowerCase()));
    this.#loopback =
      endpoint !== undefined &&
      LOOPBACK.test(new URL(`http://${parseEndpoint('endpoint', endpoint).host}`).hostname);
  }

  /** Why an address is not to be read; undefined when it may be. */
  refusal(url: string): string | undefined {
    if (!URL.canParse(url)) return 'its URL is none';
    const { protocol, hostname, username, password } = new URL(url);
    if (username !== '' || password !== '') return 'its URL has a user name in it';
    if (this.#loopback && LOOPBACK.test(hostname) && /^https?:$/.test(protocol)) return undefined;
    if (!ALIBABA.test(hostname) && !this.#more.has(hostname))
      return `its host ${show(hostname)} is neither one of aliyuncs.com nor one of resultHosts`;
    return protocol === 'https:' ? undefined : `its URL is of ${protocol} and not of https:`;
  }
}
