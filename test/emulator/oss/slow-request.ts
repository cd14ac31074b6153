import { request as httpRequest } from 'node:http';
import { expect, vi } from 'vitest';
import { ossV4Authorization } from '../../../src/emulator/signature/oss-v4.ts';
import { v4Date } from '../../../src/emulator/signature/oss-v4-date.ts';
import { account, element, type OssTestServer, regionId } from './oss-test-server.ts';

/** A signed request with the body `hello`, half of which has arrived. `finish()` sends the rest, and gives status and code. */
export async function slowRequest(
  server: OssTestServer,
  method: string,
  key: string,
  {
    query = '',
    headers = {},
  }: { readonly query?: string; readonly headers?: Readonly<Record<string, string>> },
): Promise<{ finish(): Promise<readonly [status: number | undefined, code: string | undefined]> }> {
  const path = `/bkt/${key}?${query}`;
  const signed = {
    ...{
      'x-oss-date': v4Date(Date.now()),
      'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
      'content-length': '5',
    },
    ...headers,
  };
  const authorization = ossV4Authorization(
    { method, url: path, headers: signed },
    { bucket: 'bkt', key },
    { account, regionId },
  );
  const arrived = server.arrivals.length;
  const request = httpRequest({
    ...{ host: '127.0.0.1', port: server.port, method, path, agent: false },
    headers: { ...signed, authorization },
  });
  const answer = new Promise<readonly [number | undefined, string | undefined]>((resolve, reject) => {
    request.on('error', reject).on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve([response.statusCode, element(text, 'Code')]);
    });
  });
  request.write('he');
  await vi.waitFor(() => expect(server.arrivals.length).toBeGreaterThan(arrived));
  return {
    finish: () => {
      request.end('llo');
      return answer;
    },
  };
}
