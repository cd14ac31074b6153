/** The codes of Node and OpenSSL for a certificate that is not trusted, by the text that comes with each. */
const CERTIFICATE_CODES: Readonly<Record<string, string>> = {
  'self-signed certificate in certificate chain': 'SELF_SIGNED_CERT_IN_CHAIN',
  'self-signed certificate': 'DEPTH_ZERO_SELF_SIGNED_CERT',
  'unable to get issuer certificate': 'UNABLE_TO_GET_ISSUER_CERT',
  'unable to get local issuer certificate': 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'unable to verify the first certificate': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'certificate has expired': 'CERT_HAS_EXPIRED',
  'certificate is not yet valid': 'CERT_NOT_YET_VALID',
  'certificate revoked': 'CERT_REVOKED',
  'certificate rejected': 'CERT_REJECTED',
  'certificate not trusted': 'CERT_UNTRUSTED',
  'certificate signature failure': 'CERT_SIGNATURE_FAILURE',
  'certificate chain too long': 'CERT_CHAIN_TOO_LONG',
  'invalid CA certificate': 'INVALID_CA',
  'unsupported certificate purpose': 'INVALID_PURPOSE',
  'hostname mismatch': 'HOSTNAME_MISMATCH',
  "does not match certificate's altnames": 'ERR_TLS_CERT_ALTNAME_INVALID',
};

/** Finds a certificate that is not trusted in the code or the text of an error: some clients keep only the text. */
export const CERTIFICATE_TROUBLE = new RegExp(
  `\\b(?:${[...Object.values(CERTIFICATE_CODES), ...Object.keys(CERTIFICATE_CODES)].join('|')})(?!\\w)`,
);

/** Finds a handshake that failed for another reason: another protocol at the port, no common version or cipher. */
export const HANDSHAKE_TROUBLE =
  /\bEPROTO\b|\bERR_SSL_\w+|\bERR_TLS_(?!CERT_|HANDSHAKE_TIMEOUT)\w+|SSL routines|wrong version number/;

/** The code of Node for a text that `CERTIFICATE_TROUBLE` has found; undefined for another text. */
export const certificateCode = (found: string): string | undefined =>
  Object.hasOwn(CERTIFICATE_CODES, found) ? CERTIFICATE_CODES[found] : undefined;

/** Begins the message of an error about plain HTTP at a port of TLS. Clients that wrap errors keep only the message. */
export const PLAIN_HTTP_TO_TLS = 'PLAIN_HTTP_TO_TLS';

/** How servers of TLS answer plain HTTP, with status 400: nginx and Tengine, Go, Apache. */
const TLS_IS_NEEDED =
  /plain HTTP request was sent to HTTPS port|sent an HTTP request to an HTTPS server|speaking plain HTTP to an SSL/i;

/** Whether an answer to plain HTTP says that the port takes TLS alone. */
export const saysTlsIsNeeded = (httpStatus: number | undefined, body: string): boolean =>
  httpStatus === 400 && TLS_IS_NEEDED.test(body);

/** Whether an alert of TLS came where an HTTP answer was expected: its first bytes are its type and version. */
export const isTlsAlert = (packet: unknown): boolean =>
  packet instanceof Uint8Array && packet[0] === 0x15 && packet[1] === 0x03;
