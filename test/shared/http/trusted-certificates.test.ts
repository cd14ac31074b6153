import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../../../src/emulator/upload/self-signed.ts';
import { ImageSearchClient, ImageValidator, OssStore } from '../../../src/index.ts';
import { type CertificateOption, readTrust } from '../../../src/shared/http/trusted-certificates.ts';
import fc from '../../support/properties.ts';

const { cert, key } = selfSigned();
const damaged = cert.replace(/[A-Za-z]{40}/, 'A'.repeat(40));

describe('readTrust()', () => {
  it.each<[string, CertificateOption]>([
    ['a text', cert],
    ['bytes', Buffer.from(cert)],
    ['an array of bytes that is no Buffer', new Uint8Array(Buffer.from(cert))],
    ['a list', [cert, Buffer.from(selfSigned().cert)]],
    ['a text with several, and words between them', `# mine\r\n${cert}\n# theirs\n${selfSigned().cert}`],
  ])('gives a context when it gets %s', (_, ca) => {
    expect(readTrust('ca', ca).secureContext).toBeDefined();
  });

  it('leaves the judgement to Node when nothing is given', () => {
    expect(readTrust('ca', undefined)).toEqual({});
  });

  it.each<[string, unknown, RegExp]>([
    ['a number', 5, /'ca' .* current value is number$/],
    ['null', null, /'ca' .* current value is object$/],
    ['an empty text', '', /text without a certificate$/],
    ['an empty list', [], /an empty list$/],
    ['the path of a file', '/etc/ssl/gateway.pem', /text without a certificate$/],
    ['DER', Buffer.from(cert.split('\n')[1] ?? '', 'base64'), /text without a certificate$/],
    ['a key', key, /PEM with a PRIVATE KEY$/],
    ['a certificate with its key', cert + key, /PEM with a PRIVATE KEY$/],
    ['a certificate without its end', cert.slice(0, 200), /text without a certificate$/],
    ['a second certificate without its end', cert + cert.slice(0, 200), /PEM with a part that has no end$/],
    ['a damaged certificate', damaged, /a certificate that cannot be read$/],
    ['a list whose second is none', [cert, 'x'], /'ca\[1\]' .* text without a certificate$/],
  ])('throws a TypeError that shows no value when it gets %s', (_, ca, says) => {
    let error: unknown;
    try {
      readTrust('ca', ca as CertificateOption);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(says);
    expect(inspect(error)).not.toContain(key.split('\n')[1]);
  });

  it('throws a RangeError when it gets more than 4 MiB', () => {
    expect(() => readTrust('ca', 'x'.repeat(4 * 1024 * 1024 + 1))).toThrow(RangeError);
  });

  it('gives a context or throws a TypeError whatever the text is', () => {
    const pieces = fc.constantFrom(
      '-----BEGIN CERTIFICATE-----',
      '-----END CERTIFICATE-----',
      '\n',
      'AAAA',
      '-',
      cert,
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        try {
          expect(readTrust('ca', parts.join('')).secureContext).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
      { numRuns: 50 },
    );
  });
});

const credentials = { accessKeyId: 'id', accessKeySecret: 'secret' };
const shop = { region: 'cn-shanghai', instance: 'shop', bucket: 'my-bucket', credentials };

describe('ca', () => {
  it.each<[string, (ca: string) => unknown]>([
    ['an ImageSearchClient', (ca) => new ImageSearchClient({ ...shop, ca })],
    ['an OssStore', (ca) => new OssStore({ region: 'cn-shanghai', bucket: 'my-bucket', credentials, ca })],
    ['an ImageValidator', (ca) => new ImageValidator({ urls: { ca } })],
  ])('throws a TypeError when %s gets what is no certificate', (_, open) => {
    expect(() => open('no certificate')).toThrow(TypeError);
    expect(() => open('no certificate')).toThrow(/'ca'/);
    open(cert);
  });
});

describe('the checks of certificates', () => {
  it('are switched off nowhere in the source', () => {
    const src = join(import.meta.dirname, '../../../src');
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    expect(files.length).toBeGreaterThan(100);
    const switchedOff = /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/;
    expect(files.filter((name) => switchedOff.test(readFileSync(join(src, name), 'utf8')))).toEqual([]);
  });
});
