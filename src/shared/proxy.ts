import { show } from './checks.ts';
import { isLoopback } from './loopback.ts';

/**
 * How calls leave the network: `'env'` for what `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, or the URL of
 * an http or https proxy, with user and password if it wants them: `http://user:password@proxy.example:3128`.
 */
export type ProxyOption = 'env' | URL | string;

/** A forward proxy. */
export interface ProxyServer {
  readonly url: URL;
  /** Scheme, host and port: what may be shown. */
  readonly name: string;
  /** The header `Proxy-Authorization`; undefined without a user. */
  readonly authorization: string | undefined;
}

/** The proxy that leads to a URL; undefined where the URL is called directly. */
export type ProxyChoice = (target: URL) => ProxyServer | undefined;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the option once. `NO_PROXY` is heeded with a given URL, too, as curl does.
 *
 * @throws {TypeError} for what is no URL of http or https, in the option or in a variable; the password is not shown
 */
export function readProxy(
  option: ProxyOption | undefined,
  environment: Environment = process.env,
): ProxyChoice {
  if (option === undefined) return () => undefined;
  const variable = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const isExempt = readExemptions(variable('NO_PROXY') ?? '');
  const servers = option === 'env' ? fromEnvironment(variable) : sameForBoth(proxyServer("'proxy'", option));
  return (target) =>
    isNeverProxied(target.hostname) || isExempt(target) ? undefined : servers(target.protocol);
}

/** The proxy of a scheme. */
type Servers = (protocol: string) => ProxyServer | undefined;

const sameForBoth =
  (server: ProxyServer): Servers =>
  (protocol) =>
    Object.hasOwn(VARIABLES, protocol) ? server : undefined;

const VARIABLES: Readonly<Record<string, string>> = { 'http:': 'HTTP_PROXY', 'https:': 'HTTPS_PROXY' };

/** A variable is read when a call needs it: what is wrong with the others concerns nobody. */
function fromEnvironment(variable: (name: string) => string | undefined): Servers {
  return (protocol) => {
    const found = [VARIABLES[protocol] ?? '', 'ALL_PROXY'].find((name) => variable(name) !== undefined);
    const value = found === undefined ? undefined : variable(found);
    if (found === undefined || value === undefined) return undefined;
    return proxyServer(found, value.includes('://') ? value : `http://${value}`); // so do curl and Go
  };
}

function proxyServer(name: string, given: unknown): ProxyServer {
  const text = given instanceof URL ? given.href : given;
  const isUrl = typeof text === 'string' && /^https?:\/\//i.test(text) && URL.canParse(text);
  if (!isUrl) throw wrongProxy(name, given);
  const url = new URL(text);
  // A password with an unencoded # or / ends up there: its rest would be lost, and its beginning taken for the port.
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw wrongProxy(name, given);
  const [user, password] = [decoded(url.username), decoded(url.password)];
  return {
    url,
    name: `${url.protocol}//${url.host}`,
    authorization:
      user === '' && password === ''
        ? undefined
        : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  };
}

/** The address of the service of instance metadata of ECS, which answers only to the instance itself. */
const METADATA = '100.100.100.200';

/** This machine, and what is reached inside Alibaba Cloud alone: OSS's internal endpoints, Image Search's of a VPC. */
const isNeverProxied = (hostname: string): boolean =>
  isLoopback(hostname) ||
  hostname === METADATA ||
  hostname.endsWith('-internal.aliyuncs.com') ||
  /^imagesearch-vpc\.[^.]+\.aliyuncs\.com$/.test(hostname);

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** `*`, or hosts with all below them (`example.com`, `.example.com`, `*.example.com`), each with a port if one is meant. */
function readExemptions(text: string): (target: URL) => boolean {
  const rules = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((rule) => rule !== '')
    .map((rule) => {
      const [, host = rule, port] = /^(.*[^:]):(\d+)$/.exec(rule) ?? [];
      return { host: host.replace(/^\*?\.(?=.)/, ''), port };
    });
  return ({ hostname, protocol, port }) => {
    const ownPort = port || DEFAULT_PORTS[protocol];
    return rules.some(
      (rule) =>
        (rule.port === undefined || rule.port === ownPort) &&
        (rule.host === '*' || hostname === rule.host || hostname.endsWith(`.${rule.host}`)),
    );
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that encodes nothing
  }
}

function wrongProxy(name: string, given: unknown): TypeError {
  const shown =
    typeof given === 'string' || given instanceof URL
      ? String(given).replace(/^(\w+:\/\/)?.*@/, '$1***@')
      : given;
  return new TypeError(
    `Cannot continue as ${name} must be a URL that begins with http:// or https:// and has no path; what is special in user and password is percent-encoded: current value is ${show(shown)}`,
  );
}
