import type { ReportData, ReportSpan } from '../report-data.ts';
import type { ReportLanguage, Translated } from '../report-languages.ts';

/** The title of a report, by what was done. */
export const KINDS = {
  import: { en: 'Import', zh: '导入报告' },
  dryRun: { en: 'Dry run of an import', zh: '导入试运行报告' },
  preflight: { en: 'Check of images', zh: '图片检查报告' },
  sync: { en: 'Sync', zh: '同步报告' },
  syncDryRun: { en: 'Dry run of a sync', zh: '同步试运行报告' },
  verify: { en: 'Verification of a gallery', zh: '图库核对报告' },
} as const satisfies Readonly<Record<ReportData['kind'], Translated>>;

/** The lines of the timeline. */
export const LANES = {
  reading: { en: 'Reading', zh: '读取' },
  preparing: { en: 'Checking, uploading', zh: '检查与上传' },
  tasks: { en: 'Batch tasks', zh: '批量任务' },
  settling: { en: 'Settling', zh: '核对结果' },
} as const satisfies Readonly<Record<ReportSpan['lane'], Translated>>;

/** The words of the page that do not change once it is written. */
export const WORDS = {
  account: { en: 'What became of everything', zh: '处理结果' },
  supplied: { en: 'Supplied', zh: '总数' },
  status: { en: 'Status', zh: '状态' },
  count: { en: 'Count', zh: '数量' },
  share: { en: 'Share', zh: '占比' },
  differences: { en: 'How the gallery differed', zh: '图库与目录的差异' },
  difference: { en: 'Difference', zh: '差异' },
  withheld: { en: 'Superfluous images that are not deleted', zh: '未删除的多余图片' },
  why: { en: 'Why', zh: '原因' },
  reasons: { en: 'Reasons', zh: '原因' },
  code: { en: 'Code', zh: '代码' },
  rows: { en: 'Rows', zh: '行数' },
  remedy: { en: 'What to do', zh: '处理办法' },
  warning: { en: 'warning', zh: '警告' },
  otherCodes: { en: 'other codes', zh: '其他代码' },
  sizes: { en: 'Sizes of the images', zh: '图片文件大小' },
  size: { en: 'Size', zh: '大小' },
  upTo: { en: 'up to', zh: '不超过' },
  overLimit: { en: 'over the limit', zh: '超过上限' },
  limit: { en: 'limit', zh: '上限' },
  images: { en: 'Images', zh: '图片数' },
  sides: { en: 'Sides of the images', zh: '图片边长' },
  sidesMean: {
    en: 'Each point is an image: width across and height upwards, in pixels. The lines are the limits of the service.',
    zh: '每个点代表一张图片：横轴为宽度，纵轴为高度，单位为像素。直线为服务的限制。',
  },
  timeline: { en: 'Timeline', zh: '时间线' },
  tasks: { en: 'Batch tasks', zh: '批量任务' },
  task: { en: 'Task', zh: '任务' },
  message: { en: 'Message', zh: '信息' },
  unmatched: { en: 'Failures that match no entry', zh: '无法对应到条目的失败信息' },
  columns: { en: 'Columns of the catalogue', zh: '目录的列' },
  field: { en: 'Field', zh: '字段' },
  takenFrom: { en: 'Taken from', zh: '取自' },
  leftAlone: { en: 'left alone', zh: '未使用' },
  next: { en: 'What to do next', zh: '下一步' },
  table: { en: 'All rows', zh: '全部明细' },
  rest: { en: 'This page holds the first rows. The others are in', zh: '本页只包含前面的行，其余的行在文件' },
  noPictures: {
    en: 'There are no small pictures as the optional package sharp is not installed.',
    zh: '未安装可选软件包 sharp，因此没有缩略图。',
  },
  noScript: {
    en: 'The table needs JavaScript, which is off here.',
    zh: '明细表需要 JavaScript，当前已禁用。',
  },
  notPrinted: {
    en: 'The table of rows is not printed: download it as CSV from the page.',
    zh: '明细表不打印，请在页面上下载 CSV。',
  },
  madeAt: { en: 'Made at', zh: '生成时间' },
} as const satisfies Readonly<Record<string, Translated>>;

export type Words = Readonly<Record<keyof typeof WORDS, string>>;

/** The texts of a table in one language. */
export const inLanguage = <Name extends string>(
  table: Readonly<Record<Name, Translated>>,
  language: ReportLanguage,
): Readonly<Record<Name, string>> =>
  Object.fromEntries(
    Object.entries<Translated>(table).map(([name, text]) => [name, text[language]]),
  ) as Record<Name, string>;
