import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../../src/service/credentials/credentials.ts';

const pair = { accessKeyId: 'id', accessKeySecret: 'secret' };

describe('withoutSecrets()', () => {
  it('replaces secret and token wherever they stand, and leaves the id', () => {
    const credentials = { accessKeyId: 'id', accessKeySecret: 's$&1', securityToken: 'tok' };
    expect(withoutSecrets('id s$&1 tok, s$&1tok', credentials)).toBe('id *** ***, ******');
  });

  it('replaces them when they are encoded for a URL', () => {
    const credentials = { ...pair, securityToken: 'a+b/c==' };
    expect(withoutSecrets('?Token=a%2Bb%2Fc%3D%3D&x', credentials)).toBe('?Token=***&x');
  });

  it('replaces what else is to be hidden', () => {
    expect(withoutSecrets('of http://h/?t=1 and secret', pair, ['http://h/?t=1', undefined, ''])).toBe(
      'of *** and ***',
    );
  });

  it('changes nothing when there is no token', () => {
    expect(withoutSecrets('undefined', pair)).toBe('undefined');
  });
});
