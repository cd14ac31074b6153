import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bareCause, networkFailure } from '../../src/service/network-error.ts';

const coded = (code: string, message = '') => Object.assign(new Error(message), { code });
const named = (name: string, message = '') => Object.assign(new Error(message), { name });

describe('networkFailure()', () => {
  it.each([
    ['CONNECTION_REFUSED', coded('ECONNREFUSED')],
    [
      'CONNECTION_REFUSED',
      named('RequestError', 'connect ECONNREFUSED 127.0.0.1:1, PUT http://127.0.0.1:1/k -1'),
    ],
    ['HOST_NOT_FOUND', coded('ENOTFOUND')],
    ['HOST_NOT_FOUND', coded('EAI_AGAIN')],
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
