import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The only block from which IANA assigns public IPv6 addresses. ipaddr.js calls some addresses outside of it unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');
const GLOBAL_UNICAST_BITS = 3;

/** The words for a kind of address in messages, where the name in ipaddr.js is unclear. */
const KINDS: Readonly<Record<string, string>> = {
  carrierGradeNat: 'shared behind a carrier',
  deprecatedSiteLocal: 'site-local',
  linkLocal: 'link-local',
  rfc6052: 'a translated one (NAT64)',
  rfc6145: 'a translated one',
  uniqueLocal: 'private',
  unicast: 'reserved',
  unspecified: 'unspecified',
};

/**
 * What an address is that the internet does not lead to, such as 'loopback', 'private' or 'link-local'; null for a
 * public one. An IPv4 address within an IPv6 one (::ffff:127.0.0.1) is judged as such, and one that is tunnelled
 * or translated (6to4, Teredo, NAT64) is never public, as it may lead anywhere.
 */
export function refusedKind(address: string): string | null {
  const parsed = ipaddr.process(address);
  const range: string = parsed.range();
  const isPublic =
    range === 'unicast' &&
    (parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS));
  return isPublic ? null : (KINDS[range] ?? range);
}

/** Returns the kind of an address that must not be connected to; null for an allowed address. */
export type AddressCheck = (address: string) => string | null;

/** Checks the host of a URL as far as that is possible without resolving it. */
export function refusedHostKind(host: string, checkAddress: AddressCheck): string | null {
  const isLocal = /(^|\.)localhost\.?$/i.test(host); // RFC 6761, 6.3
  return isIP(host) !== 0 ? checkAddress(host) : isLocal ? checkAddress('127.0.0.1') : null;
}

/** The host of a URL, an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string =>
  hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
