import type { Translated } from '../report-languages.ts';

/** The words that the page's program needs. */
export const BROWSER_WORDS = {
  search: { en: 'Search', zh: '搜索' },
  allStatuses: { en: 'All statuses', zh: '全部状态' },
  allCodes: { en: 'All codes', zh: '全部代码' },
  noCode: { en: 'Without a code', zh: '无代码' },
  shown: { en: '{shown} of {all} rows', zh: '显示 {shown} / {all} 行' },
  noRows: {
    en: 'There is no row: the account above has everything.',
    zh: '没有明细行：全部内容见上面的处理结果。',
  },
  csv: { en: 'Download CSV', zh: '下载 CSV' },
  json: { en: 'Download JSON', zh: '下载 JSON' },
  status: { en: 'Status', zh: '状态' },
  code: { en: 'Code', zh: '代码' },
  codes: { en: 'Codes', zh: '代码' },
  productId: { en: 'Product', zh: '商品' },
  name: { en: 'Image', zh: '图片' },
  place: { en: 'Line', zh: '行' },
  bytes: { en: 'Bytes', zh: '字节' },
  sides: { en: 'Sides', zh: '边长' },
  difference: { en: 'Difference', zh: '差异' },
  allDifferences: { en: 'All differences', zh: '全部差异' },
  note: { en: 'Note', zh: '备注' },
  message: { en: 'Message', zh: '信息' },
  details: { en: 'Details of the row', zh: '该行详情' },
  close: { en: 'Close', zh: '关闭' },
  remedy: { en: 'What to do', zh: '处理办法' },
  table: { en: 'Rows', zh: '明细' },
  keys: {
    en: 'Arrow keys move, Enter shows the details of a row.',
    zh: '方向键移动，回车键查看该行详情。',
  },
  width: { en: 'Width in px', zh: '宽度（像素）' },
  height: { en: 'Height in px', zh: '高度（像素）' },
  unreadable: {
    en: 'This browser cannot unpack the rows ({why}): use a current one.',
    zh: '此浏览器无法解开数据（{why}），请使用较新的浏览器。',
  },
} as const satisfies Readonly<Record<string, Translated>>;

export type BrowserWords = Readonly<Record<keyof typeof BROWSER_WORDS, string>>;
