import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';

/** Certificates in PEM: one text or its bytes, each of which may have several certificates, or a list of such. */
export type CertificateOption = string | Uint8Array | readonly (string | Uint8Array)[];

/** The options of a TLS connection by which a server's certificate is judged; empty where Node's own judgement serves. */
export interface TrustOptions {
  readonly secureContext?: tls.SecureContext;
}

/** A bundle of every public authority has some 200 kB. */
const MOST_BYTES = 4 * 1024 * 1024;
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g;

/**
 * Trust in these certificates beside the authorities that Node trusts. Node's own `ca` takes their place instead. The
 * context is made once, since it reads all authorities.
 *
 * @throws {TypeError} for a value that is not PEM, in the words of the option and without the value, which may be a key
 * @throws {RangeError} when it is larger than 4 MiB
 */
export function readTrust(name: string, ca: CertificateOption | undefined): TrustOptions {
  if (ca === undefined) return {};
  const given = Array.isArray(ca) ? ca : [ca];
  const own = given.flatMap((one: unknown, n) =>
    certificates(given.length > 1 ? `${name}[${n}]` : name, one),
  );
  if (own.length === 0) throw wrong(name, 'an empty list');
  return { secureContext: tls.createSecureContext({ ca: [...nodesAuthorities(), ...own] }) };
}

function certificates(name: string, given: unknown): readonly string[] {
  if (typeof given !== 'string' && !(given instanceof Uint8Array)) throw wrong(name, typeof given);
  if (given.length > MOST_BYTES)
    throw new RangeError(
      `Cannot continue as '${name}' must have ${MOST_BYTES} bytes at most: it has ${given.length}`,
    );
  const text = typeof given === 'string' ? given : Buffer.from(given).toString('latin1');
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.length === 0 || text.split('-----BEGIN ').length - 1 !== blocks.length)
    throw wrong(name, blocks.length === 0 ? 'text without a certificate' : 'PEM with a part that has no end');
  return blocks.map(([pem, kind]) => {
    if (kind !== 'CERTIFICATE') throw wrong(name, `PEM with a ${kind}`);
    try {
      new X509Certificate(pem);
    } catch {
      throw wrong(name, 'PEM with a certificate that cannot be read');
    }
    return pem;
  });
}

/** Those of NODE_EXTRA_CA_CERTS are among them since Node 22.15; before, no call of Node gives them. */
const nodesAuthorities = (): readonly string[] =>
  (tls as { getCACertificates?: (type: 'default') => string[] }).getCACertificates?.('default') ??
  tls.rootCertificates;

const wrong = (name: string, what: string) =>
  new TypeError(
    `Cannot continue as '${name}' must be certificates in PEM, from -----BEGIN CERTIFICATE----- to its END: current value is ${what}`,
  );
