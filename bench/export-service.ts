import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ExportService extends AsyncDisposable {
  /** Host and port. */
  readonly endpoint: string;
}

/** An instance whose gallery has `images` images and is exported to the file at once; no task ever ran on it. */
export async function startExportService(path: string, images: number): Promise<ExportService> {
  const { size } = await stat(path);
  const createdAt = Date.now();
  const server = createServer((request, response) => {
    const action = request.headers['x-acs-action'];
    request.resume();
    if (action === undefined) {
      response.writeHead(200, { 'content-length': size, 'x-oss-request-id': 'R' });
      createReadStream(path).pipe(response);
      return;
    }
    const isOver = /[?&]Id=/.test(request.url ?? '');
    const over = { Id: 1, Status: 'SUCCESS', Code: '0', MetaUrl: `http://127.0.0.1:${port}/export` };
    const answers: Readonly<Record<string, object>> = {
      Detail: {
        Instance: {
          ...{ Name: 'shop', Region: 'cn-shanghai', ServiceType: 0, Capacity: 5_000, Qps: 5 },
          TotalCount: images,
        },
      },
      DumpMeta: { Data: { Id: '1' } },
      DumpMetaList: {
        Data: {
          DumpMetaList: isOver ? [{ ...over, UtcCreate: String(createdAt), UtcModified: createdAt }] : [],
        },
      },
      IncreaseList: { Data: { Increments: { Instance: [] }, PageNumber: 1, PageSize: 10, TotalCount: 0 } },
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ Success: true, RequestId: 'R', ...answers[String(action)] }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
