import type { Translated } from '../report-languages.ts';
import type { ReportRow } from '../report-row.ts';

/** How a status looks: what went well, what is to be mended, what is neither. */
type Tone = 'good' | 'bad' | 'plain';

/** Every status of a row, in the order in which the account has them. */
export const STATUSES = {
  imported: { tone: 'good', en: 'Imported', zh: '已导入' },
  deleted: { tone: 'good', en: 'Deleted', zh: '已删除' },
  ready: { tone: 'good', en: 'Ready', zh: '可提交' },
  accepted: { tone: 'good', en: 'Accepted', zh: '合格' },
  skipped: { tone: 'plain', en: 'Skipped', zh: '已跳过' },
  refused: { tone: 'bad', en: 'Refused', zh: '已拒绝' },
  failed: { tone: 'bad', en: 'Failed', zh: '失败' },
} as const satisfies Readonly<Record<ReportRow['status'], Translated & { readonly tone: Tone }>>;

/** Entries that have no outcome yet. */
export const OPEN = { tone: 'plain', en: 'Open', zh: '未完成' } as const;
