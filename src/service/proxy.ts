import { show } from '../shared/checks.ts';

/** One proxy for every call, or one for each scheme, and the hosts that are reached without: `a.example,b.example`. */
export type ProxyOption =
  | string
  | {
      readonly http?: string | undefined;
      readonly https?: string | undefined;
      readonly no?: string | undefined;
    };

/** The same as Alibaba's client takes it. */
export interface ProxySettings {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
}

/** @throws {TypeError} when it is no URL of http or https */
export function readProxy(proxy: ProxyOption | undefined): ProxySettings | undefined {
  if (proxy === undefined) return undefined;
  if (typeof proxy !== 'string' && (typeof proxy !== 'object' || proxy === null)) checkUrl(proxy);
  const { http, https, no } =
    typeof proxy === 'string' ? { http: proxy, https: proxy, no: undefined } : proxy;
  for (const url of [http, https]) if (url !== undefined) checkUrl(url);
  return {
    ...(http !== undefined && { httpProxy: http }),
    ...(https !== undefined && { httpsProxy: https }),
    ...(no !== undefined && { noProxy: no }),
  };
}

/** No option may be without effect in silence: until Alibaba's transport heeds it, whoever sets it is told. */
export function warnOfProxy(): void {
  process.emitWarning(
    'Image Search is called directly: @alicloud/openapi-client takes a proxy, but its transport does not use it',
    {
      type: 'ImageSearchWarning',
      code: 'PROXY_WITHOUT_EFFECT',
      detail: "Route the service's host name through the network instead, or use network: 'vpc'",
    },
  );
}

function checkUrl(url: unknown): void {
  if (typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url)) return;
  const shown = show(String(url).replace(/^(\w+:\/\/)?[^/]*@/, '$1***@'));
  throw new TypeError(
    `Cannot continue as 'proxy' must be a URL that begins with http:// or https://: current value is ${shown}`,
  );
}
