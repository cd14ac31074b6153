import { show } from './checks.ts';
import { isLoopback } from './loopback.ts';

/**
 * The proxy for calls: `'env'`, to use `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, or the URL of an http or https
 * proxy, with user and password if the proxy needs them: `http://user:password@proxy.example:3128`.
 */
export type ProxyOption = 'env' | URL | string;

/** A forward proxy. */
export interface ProxyServer {
  readonly url: URL;
  /** Scheme, host and port, without the password: for messages. */
  readonly name: string;
  /** The header `Proxy-Authorization`; undefined without a user. */
  readonly authorization: string | undefined;
}

/** Chooses the proxy for a URL; undefined when the URL is called directly. */
export type ProxyChoice = (target: URL) => ProxyServer | undefined;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the option. `NO_PROXY` also applies when a URL is given, as in curl.
 *
 * @throws {TypeError} when the option or a variable is no http or https URL; the message does not show the password
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

/** The proxy for a protocol. */
type Servers = (protocol: string) => ProxyServer | undefined;

const sameForBoth =
  (server: ProxyServer): Servers =>
  (protocol) =>
    Object.hasOwn(VARIABLES, protocol) ? server : undefined;

const VARIABLES: Readonly<Record<string, string>> = { 'http:': 'HTTP_PROXY', 'https:': 'HTTPS_PROXY' };

/** A variable is read when a call needs it, so that a wrong value in another variable does no harm. */
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
  // An unencoded # or / in a password ends there: the rest would be lost, and the beginning would be read as the port.
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

/** The metadata service of ECS, which answers only to the instance itself. */
const METADATA = '100.100.100.200';

/** This machine, and hosts that only machines of Alibaba Cloud reach: OSS's internal endpoints, Image Search's VPC endpoints. */
const isNeverProxied = (hostname: string): boolean =>
  isLoopback(hostname) ||
  hostname === METADATA ||
  hostname.endsWith('-internal.aliyuncs.com') ||
  /^imagesearch-vpc\.[^.]+\.aliyuncs\.com$/.test(hostname);

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Reads `*`, or hosts that include their subdomains (`example.com`, `.example.com`, `*.example.com`), each with an optional port. */
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
    return text; // a percent sign that begins no code
  }
}

function wrongProxy(name: string, given: unknown): TypeError {
  const shown =
    typeof given === 'string' || given instanceof URL
      ? String(given).replace(/^(\w+:\/\/)?.*@/, '$1***@')
      : given;
  return new TypeError(
    `Cannot continue as ${name} must be a URL that begins with http:// or https:// and has no path, with user and password percent-encoded: current value is ${show(shown)}`,
  );
}
