import { isLoopback } from '../../shared/http/loopback.ts';
import { show } from '../../shared/options/checks.ts';

/** Hosts in the examples of the documents: image-search-task-info.oss-cn-shanghai.aliyuncs.com (callback), NAME.oss-cn-shanghai.aliyuncs.com (IncreaseList). */
const ALIBABA = /\.aliyuncs\.com$/;
const HOST = /^[a-z0-9.-]+$/i;

type CheckedUrl =
  /** `isOss`: whether OSS itself answers there; a host that the caller has named may be a proxy of their own. */
  | { readonly address: string; readonly isOss: boolean; readonly refusal: undefined }
  | { readonly address: undefined; readonly isOss?: undefined; readonly refusal: string };

const refused = (refusal: string): CheckedUrl => ({ address: undefined, refusal });

/**
 * The hosts that files of tasks may be read from: Alibaba's, over https, and the hosts that the caller allows. The URL comes
 * from an answer of the service, and a forged answer must not make us request a machine of the local network.
 */
export class ResultHosts {
  readonly #allowed: ReadonlySet<string>;
  readonly #allowsLoopback: boolean;

  /**
   * @param allowed more hosts, beside Alibaba's
   * @param serviceHost where the service is called: `host` or `host:port`
   * @throws {TypeError} for a value that is no host name
   */
  constructor(allowed: readonly string[], serviceHost: string) {
    if (!Array.isArray(allowed)) {
      throw new TypeError(
        `Cannot continue as 'resultHosts' must be a list: current value is ${show(allowed)}`,
      );
    }
    for (const host of allowed) {
      if (typeof host === 'string' && HOST.test(host)) continue;
      throw new TypeError(
        `Cannot continue as 'resultHosts' must be host names, without scheme and port: current value is ${show(host)}`,
      );
    }
    this.#allowed = new Set(allowed.map((host) => host.toLowerCase()));
    this.#allowsLoopback = isLoopback(new URL(`http://${serviceHost}`).hostname);
  }

  /**
   * The URL to read a file from, or why it must not be read. http becomes https, which the signatures of OSS allow: they do
   * not cover the scheme.
   */
  checkedUrl(url: string): CheckedUrl {
    if (!URL.canParse(url)) return refused('its URL is no URL');
    const address = new URL(url);
    const { protocol, hostname, username, password } = address;
    if (username !== '' || password !== '') return refused('its URL has a user name in it');
    if (!/^https?:$/.test(protocol)) return refused(`its URL begins with ${protocol} and not with https:`);
    const isNamed = this.#allowed.has(hostname);
    const isOss = !isNamed;
    if (this.#allowsLoopback && isLoopback(hostname)) return { address: url, isOss, refusal: undefined };
    if (!ALIBABA.test(hostname) && !isNamed)
      return refused(`its host ${show(hostname)} is neither under aliyuncs.com nor in resultHosts`);
    address.protocol = 'https:';
    return { address: address.href, isOss, refusal: undefined };
  }
}
