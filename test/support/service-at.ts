import type { ServiceOptions } from '../../src/service/connection.ts';
import { ImageSearchService } from '../../src/service/image-search-service.ts';
import { FakeClock } from './fake-clock.ts';

export const SECRET = 'the-very-secret-of-the-key-pair';
export const TOKEN = 'the-token-of+temporary/credentials==';

/** A service of instance `shop` at an endpoint, with temporary credentials and a clock that jumps over every wait. */
export const serviceAt = (endpoint: string, options: Partial<ServiceOptions> = {}): ImageSearchService =>
  new ImageSearchService({
    region: 'cn-shanghai',
    instance: 'shop',
    credentials: { accessKeyId: 'anAccessKeyId', accessKeySecret: SECRET, securityToken: TOKEN },
    endpoint,
    clock: new FakeClock({ auto: true }),
    ...options,
  });

/** The header of a request as it was received. */
export const headerOf = (request: string | undefined, name: string): string | undefined =>
  new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(request ?? '')?.[1];
