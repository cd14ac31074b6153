import { show } from '../../shared/checks.ts';
import { isLoopback } from '../../shared/loopback.ts';

/** Example hosts of the documents: image-search-task-info.oss-cn-shanghai.aliyuncs.com (callback), NAME.oss-cn-shanghai.aliyuncs.com (IncreaseList). */
const ALIBABA = /\.aliyuncs\.com$/;
const HOST = /^[a-z0-9.-]+$/i;

type Address =
  | { readonly address: string; readonly refusal: undefined }
  | { readonly address: undefined; readonly refusal: string };

const refused = (refusal: string): Address => ({ address: undefined, refusal });

/**
 * Where files of failures may be read from: of Alibaba's hosts, over https. An answer of the service names the address,
 * and nothing that it could name shall make us ask a machine of the network we stand in.
 */
export class ResultHosts {
  readonly #more: ReadonlySet<string>;
  readonly #loopback: boolean;

  /**
   * @param service the host that the service is called at, with its port if it has one
   * @throws {TypeError} for what is no host name
   */
  constructor(more: readonly string[], service: string) {
    if (!Array.isArray(more)) {
      throw new TypeError(`Cannot continue as 'resultHosts' must be a list: current value is ${show(more)}`);
    }
    for (const host of more) {
      if (typeof host === 'string' && HOST.test(host)) continue;
      throw new TypeError(
        `Cannot continue as 'resultHosts' must be host names, without scheme and port: current value is ${show(host)}`,
      );
    }
    this.#more = new Set(more.map((host) => host.toLowerCase()));
    this.#loopback = isLoopback(new URL(`http://${service}`).hostname);
  }

  /** Where to read a file, by https even if its address is of http, which no signature of OSS minds; or why it is not to be read. */
  addressOf(url: string): Address {
    if (!URL.canParse(url)) return refused('its URL is none');
    const address = new URL(url);
    const { protocol, hostname, username, password } = address;
    if (username !== '' || password !== '') return refused('its URL has a user name in it');
    if (!/^https?:$/.test(protocol)) return refused(`its URL is of ${protocol} and not of https:`);
    if (this.#loopback && isLoopback(hostname)) return { address: url, refusal: undefined };
    if (!ALIBABA.test(hostname) && !this.#more.has(hostname))
      return refused(`its host ${show(hostname)} is neither one of aliyuncs.com nor one of resultHosts`);
    address.protocol = 'https:';
    return { address: address.href, refusal: undefined };
  }
}
