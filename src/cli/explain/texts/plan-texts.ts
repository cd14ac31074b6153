import type { MIGRATION_RESULT_RULES, MigrationIssueCode, WITHHELD_RULES } from '../../../index.ts';
import type { RuleText, Translated } from '../explanation.ts';

/** Deletions that a sync withholds: what `WITHHELD_RULES` says, in Chinese, what to do, and a case. */
export const WITHHELD_TEXTS: Readonly<
  Record<keyof typeof WITHHELD_RULES, RuleText & { readonly remedy: Translated }>
> = {
  NOT_ASKED_TO_DELETE: {
    zh: '只有 `deleteSuperfluous` 要求时才删除多余图片。',
    remedy: {
      en: 'Look at the plan, then sync with deleteSuperfluous (--delete-superfluous).',
      zh: '先查看计划，再使用 deleteSuperfluous（--delete-superfluous）同步。',
    },
    example: 'sync shop.csv, without --delete-superfluous, of a gallery with 12 images more',
  },
  CATALOGUE_NOT_UNDERSTOOD: {
    zh: '目录中有条目被拒绝：其中指定的图片会显得多余。',
    remedy: { en: 'Correct the rows that were refused.', zh: '修正被拒绝的行。' },
    example: 'row 12 has no product id: whose image its a.jpg is, nobody knows',
  },
  EXPORT_NOT_UNDERSTOOD: {
    zh: '导出中有无法理解的行，其余部分也可能被误读。',
    remedy: {
      en: 'Export again; report the first lines of the file if it stays.',
      zh: '重新导出；如果仍然出现，请反馈文件的前几行。',
    },
    example: 'line 7 of the export has no product id',
  },
  EXPORT_STALE: {
    zh: '导出开始之后有批量任务正在运行或已结束：导出反映的是较早的图库。',
    remedy: { en: 'Sync again when no task is running.', zh: '在没有任务运行时重新同步。' },
    example: 'task 502 has ended after export 77 was started',
  },
  EXPORT_TOO_SMALL: {
    zh: '导出的图片少于 `Detail` 统计的图库图片数。',
    remedy: { en: 'Sync again: the export may not be whole.', zh: '重新同步：导出可能不完整。' },
    example: 'the export has 900 images, Detail counts 1000',
  },
  TOO_MANY_DELETED: {
    zh: '多余的图片超过 `maxDeletedShare` 允许的比例。',
    remedy: {
      en: 'Check that the catalogue is whole; if so, raise maxDeletedShare (--max-deleted-share).',
      zh: '检查目录是否完整；确认无误后提高 maxDeletedShare（--max-deleted-share）。',
    },
    example: 'a catalogue of which the second half is missing',
  },
};

/** Images that a mover cannot take: what `MIGRATION_RULES` says, in Chinese, what to do, and a case. */
export const MIGRATION_TEXTS: Readonly<
  Record<MigrationIssueCode, RuleText & { readonly remedy: Translated }>
> = {
  MIGRATION_KEY: {
    zh: '文件夹与名称不能组成合法的对象键',
    remedy: { en: 'Give the image a shorter name.', zh: '缩短图片名称。' },
    example: 'a name of 1100 bytes',
  },
  MIGRATION_PIC_NAME: {
    zh: '图片移动之后，导入会拒绝把该名称用作 PicName',
    remedy: { en: 'Rename the image as the message says.', zh: '按消息所示重命名图片。' },
    example: 'a name without an extension, such as shoe',
  },
  MIGRATION_DUPLICATE: {
    zh: '前面的图片已使用同一名称，两者会相互覆盖',
    remedy: { en: 'Give each image a name of its own.', zh: '为每张图片使用不同的名称。' },
    example: 'a/shoe.jpg and b/shoe.jpg, both with the name shoe.jpg',
  },
  MIGRATION_NO_URL: {
    zh: '迁移工具通过 URL 获取图片，但该图片没有 URL',
    remedy: {
      en: 'Give the image a URL, or import it from this machine.',
      zh: '为图片提供 URL，或从本机导入。',
    },
    example: './images/shoe.jpg',
  },
  MIGRATION_URL: {
    zh: 'URL 不是 http 或 https，或含有用户名、密码、空白，或长达 4096 个字符',
    remedy: { en: 'Give a plain URL that curl can fetch.', zh: '提供 curl 能够获取的普通 URL。' },
    example: 'ftp://shop.example/shoe.jpg',
  },
  MIGRATION_URL_NAME: {
    zh: 'ossimport 以 URL 的末尾部分作为键，与名称不一致',
    remedy: {
      en: 'Name the image as its URL ends, or use Data Online Migration.',
      zh: '让名称与 URL 末尾一致，或使用在线迁移服务。',
    },
    example: 'shoe.jpg from https://shop.example/image?id=7',
  },
  MIGRATION_LIST_NAME: {
    zh: 'ossimport 的列表以空白分隔各列，其他字符如何读取没有文档说明',
    remedy: {
      en: 'Give the image a name without blanks, or allow it (anyName).',
      zh: '使用不含空白的名称，或明确允许（anyName）。',
    },
    example: 'red shoe.jpg',
  },
};

/** Images that a mover did not bring: what `MIGRATION_RESULT_RULES` says, in Chinese, what to do, and a message. */
export const MIGRATION_RESULT_TEXTS: Readonly<
  Record<keyof typeof MIGRATION_RESULT_RULES, RuleText & { readonly remedy: Translated }>
> = {
  MIGRATION_FAILED: {
    zh: '迁移工具将该图片列为失败；信息中有其说明',
    remedy: {
      en: 'Correct what the mover says, and have it carry the image again.',
      zh: '按迁移工具的说明修正，然后重新迁移该图片。',
    },
    example: 'The mover names "shoe.jpg" as failed in failed.csv:12, with "404 Not Found"',
  },
  MIGRATION_UNREPORTED: {
    zh: '迁移工具的任何列表中都没有该图片',
    remedy: {
      en: 'Look whether the job is over and all its lists are there; where lists name failures alone: --unreported sent.',
      zh: '检查任务是否已结束、列表是否齐全；如果列表只包含失败的图片，请使用 --unreported sent。',
    },
    example:
      'No list of the mover names "shoe.jpg": look whether the job is over, and all its lists are here',
  },
};
