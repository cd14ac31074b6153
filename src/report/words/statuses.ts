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
  withheld: { tone: 'bad', en: 'Superfluous, not deleted', zh: '多余但未删除' },
  same: { tone: 'good', en: 'The same, left alone', zh: '一致，未改动' },
  repeated: { tone: 'plain', en: 'Named again by a later entry', zh: '被后面的条目重复' },
  gone: { tone: 'plain', en: 'To be deleted, and not there', zh: '待删除但图库中没有' },
  productDeletes: { tone: 'plain', en: 'Deletes a whole product', zh: '删除整个商品' },
  elsewhere: { tone: 'plain', en: 'Outside the folder, left alone', zh: '在目录之外，未改动' },
  heldAgain: { tone: 'plain', en: 'Told again by the export', zh: '导出中重复' },
  asExpected: { tone: 'good', en: 'As expected', zh: '符合预期' },
  missing: { tone: 'bad', en: 'Missing', zh: '缺失' },
  differs: { tone: 'bad', en: 'Differs', zh: '内容不同' },
  stillThere: { tone: 'bad', en: 'Still there', zh: '仍然存在' },
  superfluous: { tone: 'bad', en: 'Superfluous', zh: '多余' },
  unanswered: { tone: 'bad', en: 'Unanswered', zh: '未得到回答' },
  notAsked: { tone: 'plain', en: 'Not asked about', zh: '未查询' },
} as const satisfies Readonly<Record<ReportRow['status'], Translated & { readonly tone: Tone }>>;

/** Entries that have no outcome yet. */
export const OPEN = { tone: 'plain', en: 'Open', zh: '未完成' } as const;
