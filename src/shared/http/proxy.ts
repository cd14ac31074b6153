import { show } from '../options/checks.ts';
import { isLoopback } from './loopback.ts';
import { percentDecodeOrKeep } from './percent-decode.ts';

/**
 * The proxy for outgoing calls: the URL of an http or https proxy, with user and password if needed
 * (`http://user:password@proxy.example:3128`), or `'env'` to read `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
 */
export type ProxyOption = 'env' | URL | string;

/** A forward proxy. */
export interface ProxyServer {
  readonly url: URL;
  /** Scheme, host and port, without user and password: the part that messages may show. */
  readonly name: string;
  /** The value of the header `Proxy-Authorization`; undefined without a user. */
  readonly authorization: string | undefined;
}

/** Gives the proxy for a URL; undefined when the URL is called directly. */
export type ProxyChoice = (target: URL) => ProxyServer | undefined;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the option once. `NO_PROXY` also applies when the option is a URL, as it does for curl.
 *
 * @throws {TypeError} for a value that is not a URL of http or https, in the option or in a variable, without the password
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

/** Gives the proxy for a scheme. */
type Servers = (protocol: string) => ProxyServer | undefined;

const sameForBoth =
  (server: ProxyServer): Servers =>
  (protocol) =>
    Object.hasOwn(VARIABLES, protocol) ? server : undefined;

const VARIABLES: Readonly<Record<string, string>> = { 'http:': 'HTTP_PROXY', 'https:': 'HTTPS_PROXY' };

/** Reads a variable only when a call needs it, so that a wrong value elsewhere does no harm. */
function fromEnvironment(variable: (name: string) => string | undefined): Servers {
  return (protocol) => {
    const found = [VARIABLES[protocol] ?? '', 'ALL_PROXY'].find((name) => variable(name) !== undefined);
    const value = found === undefined ? undefined : variable(found);
    if (found === undefined || value === undefined) return undefined;
    return proxyServer(found, value.includes('://') ? value : `http://${value}`); // curl and Go read a variable without a scheme in the same way
  };
}

function proxyServer(name: string, given: unknown): ProxyServer {
  const text = given instanceof URL ? given.href : given;
  const isUrl = typeof text === 'string' && /^https?:\/\//i.test(text) && URL.canParse(text);
  if (!isUrl) throw wrongProxy(name, given);
  const url = new URL(text);
  // An unencoded # or / in a password puts its rest into the path, and its beginning into the port.
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw wrongProxy(name, given);
  const [user, password] = [percentDecodeOrKeep(url.username), percentDecodeOrKeep(url.password)];
  return {
    url,
    name: `${url.protocol}//${url.host}`,
    authorization:
      user === '' && password === ''
        ? undefined
        : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  };
}

/** The address of the metadata service of ECS, which answers only the instance itself. */
const METADATA = '100.100.100.200';

/** This machine, and hosts that only machines in Alibaba Cloud reach: internal endpoints of OSS, VPC endpoints of Image Search and STS. */
const isNeverProxied = (hostname: string): boolean =>
  isLoopback(hostname) ||
  hostname === METADATA ||
  hostname.endsWith('-internal.aliyuncs.com') ||
  /^(imagesearch|sts)-vpc\.[^.]+\.aliyuncs\.com$/.test(hostname);

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * Reads `NO_PROXY`: `*`, or hosts, each of which includes its subdomains (`example.com`, `.example.com`, `*.example.com`) and
 * may have a port.
 */
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

function wrongProxy(name: string, given: unknown): TypeError {
  const shown =
    typeof given === 'string' || given instanceof URL
      ? String(given).replace(/^(\w+:\/\/)?.*@/, '$1***@')
      : given;
  return new TypeError(
    `Cannot continue as ${name} must be a URL that begins with http:// or https:// and has no path; percent-encode special characters in user and password: current value is ${show(shown)}`,
  );
}
