import type { ExportTask } from '../export-task.ts';
import { wholeNumber } from './numbers.ts';
import { type InstanceOperation, named, type RpcServer } from './rpc-operation.ts';

const MOST_PAGES = 30;
const MOST_IN_A_PAGE = 30;

export const dumpMetaList: InstanceOperation = {
  version: '2020-12-14',
  required: named('InstanceName'),
  unknownInstance: 'Console.InstanceNotFound',
  rate: { perSecond: () => 1, status: 403 },
  run: ({ Id, PageNumber, PageSize }, instance, server) => {
    const wanted = Id ? wholeNumber('Id', Id, Number.MAX_SAFE_INTEGER) : undefined;
    const page = wholeNumber('PageNumber', PageNumber || '1', MOST_PAGES);
    const size = wholeNumber('PageSize', PageSize || '10', MOST_IN_A_PAGE);
    const matching = instance.exports.filter(({ id }) => wanted === undefined || id === wanted).toReversed();
    return {
      Data: {
        DumpMetaList: matching
          .slice((page - 1) * size, page * size)
          .map((exported) => listed(exported, server)),
        PageNumber: page,
        PageSize: size,
        TotalCount: matching.length,
      },
    };
  },
};

/** An export in the fields of DumpMetaList: the id is a number, UtcCreate a string and UtcModified a number. */
const listed = (exported: ExportTask, server: RpcServer) => ({
  Id: exported.id,
  Status: exported.status,
  Code: exported.code,
  Msg: exported.message,
  MetaUrl: server.fileUrl(exported.fileKey),
  UtcCreate: String(exported.createdAt),
  UtcModified: exported.modifiedAt,
});
