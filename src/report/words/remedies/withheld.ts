import type { Translated } from '../../report-languages.ts';

/** What to do about each reason that keeps superfluous images from being deleted. */
export const WITHHELD_REMEDIES = {
  NOT_ASKED_TO_DELETE: {
    en: 'Look at the rows; to delete them, sync again with --delete-superfluous.',
    zh: '查看明细；确认要删除后，加上 --delete-superfluous 再次同步。',
  },
  CATALOGUE_NOT_UNDERSTOOD: {
    en: 'Correct the entries that were refused: an image that one of them names would seem superfluous.',
    zh: '修正被拒绝的条目：其中提到的图片会被误认为多余。',
  },
  EXPORT_NOT_UNDERSTOOD: {
    en: 'Sync again: a new export may be whole. If it is not, report what its lines look like.',
    zh: '再次同步，新的导出可能是完整的；如果仍不完整，请反馈其内容。',
  },
  EXPORT_STALE: {
    en: 'Wait until no batch task runs on the instance, then sync again: it takes a new export.',
    zh: '等待实例上没有批量任务运行，然后再次同步，届时会重新导出。',
  },
  EXPORT_TOO_SMALL: {
    en: 'Sync again later: the service counts more images than it has exported.',
    zh: '稍后再次同步：服务统计的图片数多于导出的图片数。',
  },
  TOO_MANY_DELETED: {
    en: 'Check that the catalogue is whole. If it is, allow more with --max-deleted-share.',
    zh: '检查目录是否完整；如果完整，用 --max-deleted-share 允许删除更多。',
  },
} as const satisfies Readonly<Record<string, Translated>>;
