import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { AgentPool, IDLE_MS } from '../../shared/http/agent-pool.ts';
import type { ProxyServer } from '../../shared/http/proxy.ts';
import { guardedLookup, type Resolve } from './guarded-lookup.ts';
import { type AddressCheck, refusedKind } from './public-address.ts';
import { type UrlOptions, type UrlSettings, urlSettings } from './url-options.ts';

/** The parts of the environment that a test can replace. */
export interface HttpContext {
  readonly resolve?: Resolve | undefined;
  /** Which addresses count as public where not all are allowed. */
  readonly checkAddress?: AddressCheck | undefined;
}

/** What the readers of URLs share: settings, kept connections, and the guarded lookup. */
export interface HttpClient {
  readonly settings: UrlSettings;
  readonly checkAddress: AddressCheck;
  readonly lookup: LookupFunction;
  readonly pooled: AgentPool;
  /** Connections for a single request each. */
  readonly fresh: AgentPool;
  /** The proxy that leads to a URL; undefined for the direct way. */
  proxyFor(url: URL): ProxyServer | undefined;
}

const MOST_IDLE = 8;

/** @throws {TypeError | RangeError} for an invalid option. */
export function openClient(options: UrlOptions, context: HttpContext): HttpClient {
  const { resolve = resolveBySystem, checkAddress: strict = refusedKind } = context;
  const settings = urlSettings(options);
  const checkAddress: AddressCheck = settings.allowPrivateAddresses ? () => null : strict;
  const pool = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: MOST_IDLE };
  return {
    settings,
    checkAddress,
    lookup: guardedLookup(resolve, checkAddress),
    pooled: new AgentPool(settings.proxyFor, { ...pool, ...settings.trust }),
    fresh: new AgentPool(settings.proxyFor, settings.trust),
    proxyFor: warned(settings),
  };
}

/** Ends all connections, also those in use. */
export function closeClient({ pooled, fresh }: HttpClient): void {
  pooled.destroy();
  fresh.destroy();
}

/** Warns once that a proxy resolves names itself, so that their addresses are not checked. */
function warned({ proxyFor, allowPrivateAddresses }: UrlSettings): HttpClient['proxyFor'] {
  let isSaid = allowPrivateAddresses;
  return (url) => {
    const proxy = proxyFor(url);
    if (proxy === undefined || isSaid) return proxy;
    isSaid = true;
    process.emitWarning(
      `Images behind URLs are fetched through the proxy ${proxy.name}: whether a name leads to a public address is not checked here`,
      {
        type: 'ImageSearchWarning',
        code: 'ADDRESSES_UNCHECKED',
        detail: 'See that the proxy reaches no private network',
      },
    );
    return proxy;
  };
}

const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);
