import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bareCause } from '../../../src/service/errors/bare-cause.ts';
import { networkFailure, neverReachedService } from '../../../src/service/errors/network-error.ts';
import { ImageSearchError } from '../../../src/shared/errors/image-search-error.ts';

const coded = (code: string, message = '') => Object.assign(new Error(message), { code });
const named = (name: string, message = '') => Object.assign(new Error(message), { name });

describe('neverReachedService()', () => {
  it.each([
    ['OUT_OF_FILES', true],
    ['CONNECTION_REFUSED', true],
    ['CONNECTION_LOST', false],
  ])('of %s is %s', (code, expected) => {
    expect(neverReachedService(new ImageSearchError('failed', { code }))).toBe(expected);
  });
});

describe('networkFailure()', () => {
  it.each([
    ['CONNECTION_REFUSED', coded('ECONNREFUSED')],
    [
      'CONNECTION_REFUSED',
      named('RequestError', 'connect ECONNREFUSED 127.0.0.1:1, PUT http://127.0.0.1:1/k -1'),
    ],
    ['OUT_OF_FILES', coded('EMFILE', 'getaddrinfo EMFILE shop.example')],
    [
      'OUT_OF_FILES',
      named('ResponseError', 'connect EMFILE 127.0.0.1:1 - Local (undefined:undefined), PUT http://h/k -1'),
    ],
    ['OUT_OF_FILES', coded('ENFILE')],
    ['OUT_OF_MEMORY', coded('ENOMEM')],
    ['HOST_NOT_FOUND', coded('ENOTFOUND')],
    ['HOST_NOT_FOUND', coded('EAI_AGAIN')],
    ['CERTIFICATE_REJECTED', coded('CERT_HAS_EXPIRED', 'certificate has expired')],
    ['CERTIFICATE_REJECTED', named('ResponseError', 'self-signed certificate, PUT https://h/k -1')],
    [
      'TLS_FAILED',
      coded('EPROTO', 'write EPROTO 8:error:0A00010B:SSL routines:ssl3_get_record:wrong version number'),
    ],
    ['TLS_FAILED', coded('ERR_SSL_UNSUPPORTED_PROTOCOL')],
    ['TIMEOUT', coded('ERR_TLS_HANDSHAKE_TIMEOUT', 'TLS handshake timeout')],
    [
      'CONNECTION_LOST',
      coded('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
    ],
    ['TIMEOUT', named('RequestTimeoutError', 'ReadTimeout(3000). POST http://h/ failed.')],
    ['TIMEOUT', named('ResponseTimeoutError', 'Response timeout for 60000ms')],
    ['TIMEOUT', coded('ETIMEDOUT')],
    ['CONNECTION_LOST', coded('ECONNRESET', 'aborted')],
    ['CONNECTION_LOST', named('ResponseError', 'socket hang up, GET http://h/ -1')],
    ['CONNECTION_LOST', coded('EPIPE')],
    ['CONNECTION_REFUSED', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
    ['CONNECTION_REFUSED', new AggregateError([new AggregateError([coded('ECONNREFUSED')])])],
    ['TIMEOUT', new AggregateError(['text', new Error('connect ETIMEDOUT 10.0.0.1:80')])],
  ])('gives %s when the client left %o', (code, error) => {
    expect(networkFailure(error)?.code).toBe(code);
  });

  it.each([
    ['ENOTFOUND', false],
    ['EAI_AGAIN', true],
    ['ECONNREFUSED', true],
    ['EPROTO', false],
    ['CERT_HAS_EXPIRED', false],
  ])('says whether it may pass, and names the code, by %s: %s', (code, retryable) => {
    for (const error of [
      coded(code),
      named('RequestError', `connect ${code} h, PUT http://h/?token=hidden -1`),
    ]) {
      const failure = networkFailure(error);
      expect(failure).toMatchObject({ retryable, cause: { code } });
      expect(failure?.what).toContain(`(${code})`);
      expect(inspect(failure)).not.toContain('hidden');
    }
  });

  it.each(['timeout.jpg', 'ECONNREFUSED.jpg', 'ENOTFOUND/x.jpg'])(
    'looks past the URL when an object is named %j',
    (key) => {
      const error = named('ResponseError', `socket hang up, PUT http://localhost:1/bucket/${key} -1`);
      expect(networkFailure(error)?.code).toBe('CONNECTION_LOST');
    },
  );

  it.each([
    [new Error('something else')],
    [new SyntaxError('Unexpected token')],
    ['ECONNREFUSED'],
    [null],
    [undefined],
  ])('gives nothing when it is %o', (error) => {
    expect(networkFailure(error)).toBeUndefined();
  });
});

describe('bareCause()', () => {
  it('keeps name, code and words, and drops what a URL asks for', () => {
    const error = Object.assign(
      coded(
        'ECONNRESET',
        'socket hang upPOST https://h/?CallbackAddress=http%3A%2F%2Fc%3Ft%3Dhidden failed.',
      ),
      { name: 'RequestError', request: { body: 'hidden' } },
    );
    const bare = bareCause(error);
    expect(bare).toMatchObject({ name: 'RequestError', code: 'ECONNRESET' });
    expect(bare?.message).toBe('socket hang upPOST https://h/ failed.');
    expect(inspect(bare, { showHidden: true, depth: 5 })).not.toContain('hidden');
  });

  it('keeps what each of several addresses said', () => {
    const bare = bareCause(new AggregateError([coded('ECONNREFUSED', 'a'), coded('ETIMEDOUT', 'b')]));
    expect(bare).toMatchObject({ errors: [{ code: 'ECONNREFUSED' }, { code: 'ETIMEDOUT' }] });
  });

  it.each(['text', null, undefined])('gives nothing when it is %j', (error) => {
    expect(bareCause(error)).toBeUndefined();
  });
});
