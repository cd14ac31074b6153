import type { RequestListener } from 'node:http';
import { UrlAccess } from '../../../src/image/url/url-access.ts';
import { type ImageServer, startImageServer } from './image-server.ts';

/** A server that answers this way, and access to it, for as long as `use` takes. */
export async function withServer<T>(
  answer: RequestListener,
  use: (server: ImageServer, access: UrlAccess) => Promise<T>,
): Promise<T> {
  await using server = await startImageServer(answer);
  const access = new UrlAccess({ allowPrivateAddresses: true, timeoutMs: 10_000 });
  try {
    return await use(server, access);
  } finally {
    access.close();
  }
}
