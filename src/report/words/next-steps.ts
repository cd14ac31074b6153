import type { ReportStep } from '../report-data.ts';
import type { Translated } from '../report-languages.ts';

/** What can be done after a run, as a sentence before the file or the command. */
export const NEXT_STEPS = {
  mendRefused: {
    en: 'Correct the rows that were refused; each has its reason and remedy in front. Then import the file:',
    zh: '修正被拒绝的行（每行前面有原因和处理办法），然后导入该文件：',
  },
  retryFailed: {
    en: 'Look at the reasons of the entries that have failed, then import their rows again:',
    zh: '查看失败条目的原因，然后重新导入这些行：',
  },
  continueImport: {
    en: 'The import is not over. Repeat its command with the same catalogue and options, and it continues:',
    zh: '导入尚未完成。用相同的目录和选项再次运行命令即可继续：',
  },
  repairImages: {
    en: 'Have copies of the refused images repaired, where that is possible:',
    zh: '在可能的情况下，修复被拒绝图片的副本：',
  },
  startImport: {
    en: 'Nothing was written. Repeat the command without --dry-run to import:',
    zh: '尚未写入任何内容。去掉 --dry-run 再次运行命令即可导入：',
  },
  importAgain: {
    en: 'Correct the entries that were refused or have failed, each by its reason, and import the catalogue again; with --state the rows to correct get a file of their own:',
    zh: '按各自的原因修正被拒绝或失败的条目，然后重新导入目录；使用 --state 时，需修正的行会单独保存为文件：',
  },
  continueSync: {
    en: 'The sync is not over. Repeat its command with the same catalogue and options, and it continues:',
    zh: '同步尚未完成。用相同的目录和选项再次运行命令即可继续：',
  },
  carryOutPlan: {
    en: 'Nothing was changed. Carry out the plan with sync --plan:',
    zh: '尚未更改任何内容。用 sync --plan 执行该计划：',
  },
  decideDeletions: {
    en: 'Superfluous images are in the gallery: remove each reason that keeps them, then sync again.',
    zh: '图库中有多余的图片：消除上面列出的每个原因，然后再次同步。',
  },
  undoSync: {
    en: 'Should the sync have been a mistake, it can be undone with undo, by its state:',
    zh: '如果同步有误，可以用 undo 和以下状态目录撤销：',
  },
  syncGallery: {
    en: 'Make the gallery equal to the catalogue with sync, with the images of its import; a dry run shows first what it would change.',
    zh: '用 sync 使图库与目录一致，图片与导入时相同；可先试运行查看将要更改的内容。',
  },
  verifyAgain: {
    en: 'The gallery could not be asked for some images. Verify again.',
    zh: '部分图片未能向图库查询。请重新核对。',
  },
  nothing: { en: 'Nothing is left to do.', zh: '无需进一步操作。' },
} as const satisfies Readonly<Record<ReportStep['step'], Translated>>;
