import { isIP, type LookupFunction } from 'node:net';
import type { AddressCheck } from './public-address.ts';

/** All addresses of a host, as text. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Carries the kind of address that was refused through Node's socket to the caller of the request. */
export class AddressRefused extends Error {
  readonly kind: string;

  constructor(kind: string) {
    super(`Address is ${kind}`);
    this.kind = kind;
  }
}

/**
 * Resolves a host for Node's sockets and checks every address, so that the address checked is the address used. One
 * refused address refuses the host: a public host has no use for a private address beside its public ones, and an
 * attacker has.
 */
export function guardedLookup(resolve: Resolve, checkAddress: AddressCheck): LookupFunction {
  const addressesOf = async (host: string) => {
    const addresses = (await resolve(host)).map((address) => ({ address, family: isIP(address) }));
    if (addresses.length === 0) throw Object.assign(new Error('No address'), { code: 'ENOTFOUND' });
    for (const { address, family } of addresses) {
      const kind = family === 0 ? 'not valid' : checkAddress(address);
      if (kind !== null) throw new AddressRefused(kind);
    }
    return addresses as [(typeof addresses)[number]];
  };
  return (host, { all }, done) => {
    addressesOf(host).then(
      (addresses) => (all ? done(null, addresses) : done(null, addresses[0].address, addresses[0].family)),
      (error) => done(error, all ? [] : ''),
    );
  };
}
