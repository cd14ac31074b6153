import type { Translated } from '../report-languages.ts';
import type { ReportRow } from '../report-row.ts';

/** How an image of the gallery can differ from its catalogue, in the order in which a report has them. */
export const DIFFERENCES = {
  missing: { en: 'Missing in the gallery', zh: '图库中缺失' },
  changed: { en: 'Other content or category', zh: '内容或类目不同' },
  'image changed': { en: 'Another picture', zh: '图片已更换' },
  renamed: { en: 'Renamed', zh: '已改名' },
  superfluous: { en: 'Not in the catalogue', zh: '目录中没有' },
  deleted: { en: 'Deleted by the catalogue', zh: '由目录删除' },
  undone: { en: 'Change that is undone', zh: '被撤销的更改' },
} as const satisfies Readonly<Record<NonNullable<ReportRow['difference']>, Translated>>;
