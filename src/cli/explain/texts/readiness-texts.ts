import type { READINESS_RULES } from '../../../index.ts';

/** A finding of `checkReadiness`, in Chinese, and its message. */
interface ReadinessText {
  readonly zh: string;
  /** What to do; undefined where all is fine. */
  readonly remedyZh?: string;
  readonly example: string;
}

const CLOCK = '通过 NTP 或手动校准本机时钟';
const AT_CONSOLE = '在控制台查看该实例';
const RENEW = '在控制台为实例续费';
const GRANT = 'importPolicy({ readiness: true })、policy --readiness';

export const READINESS_TEXTS: Readonly<Record<keyof typeof READINESS_RULES, ReadinessText>> = {
  CALLER_KNOWN: {
    zh: '凭证有效，STS 说明了其所属账号',
    example: 'The credentials are those of acs:ram::123456789012****:user/import',
  },
  CALLER_UNKNOWN: {
    zh: '无法向 STS 查询凭证所属账号',
    remedyZh: '其他检查不依赖 STS：让本机能够访问 STS，或指定其接入地址（stsEndpoint、--sts-endpoint）',
    example: 'There are credentials, but whose is unknown: the host name is unknown [HOST_NOT_FOUND]',
  },
  CLOCK_RIGHT: {
    zh: '本机时钟偏差不超过 5 分钟',
    example: 'The clock of this machine is 2 s behind that of Image Search: at most 15 minutes are allowed',
  },
  CLOCK_OFF: {
    zh: '本机时钟偏差超过 5 分钟，可能很快达到 15 分钟',
    remedyZh: CLOCK,
    example: 'The clock of this machine is 420 s behind that of Image Search: at most 15 minutes are allowed',
  },
  CLOCK_WRONG: {
    zh: '本机时钟偏差超过 15 分钟：OSS 和图像搜索会拒绝其签名',
    remedyZh: CLOCK,
    example:
      'The clock of this machine is 3600 s ahead of that of Image Search: at most 15 minutes are allowed',
  },
  CLOCK_UNKNOWN: {
    zh: '图像搜索的应答都没有给出时间',
    remedyZh: '检查接入地址，并手动核对本机时钟',
    example: 'Whether the clock of this machine is right is unknown',
  },
  INSTANCE_FOUND: { zh: '实例存在并能应答', example: 'Instance "shop" is there' },
  INSTANCE_TYPE: { zh: '实例的类型，它决定图片的限制', example: 'The type of the instance is product' },
  INSTANCE_TYPE_UNKNOWN: {
    zh: '实例的类型没有任何文档列出：按商品搜索的限制处理',
    remedyZh: '明确指定类型（serviceType、--service-type）',
    example: 'The type of the instance is one that no document names',
  },
  REGION_RIGHT: { zh: '实例位于给定的地域', example: 'The instance is in cn-shanghai' },
  REGION_UNKNOWN: {
    zh: '实例没有说明其所在地域',
    remedyZh: '与控制台核对地域：存储空间必须与实例在同一地域',
    example: 'Whether the instance is in cn-shanghai is unknown',
  },
  CAPACITY_LEFT: {
    zh: '要添加的图片在图库容量之内',
    example: 'The gallery has 20000 of at most 100000 images: 80000 more fit',
  },
  CAPACITY_SHORT: {
    zh: '剩余容量少于要添加的图片：只有足够多的图片是替换时才放得下',
    remedyZh: '删除图片，或购买更大的实例',
    example:
      'The gallery has 90000 of at most 100000 images, and 20000 are to be added: 10000 fit, and those that replace others',
  },
  CAPACITY_TOO_SMALL: {
    zh: '要添加的图片超过图库的总容量',
    remedyZh: '减少导入的图片，或购买更大的实例',
    example: 'The gallery has 0 of at most 100000 images, and 200000 are to be added: too many for it',
  },
  CAPACITY_UNKNOWN: {
    zh: '实例没有说明最多能容纳多少图片',
    remedyZh: AT_CONSOLE,
    example: 'How many images the gallery holds is unknown',
  },
  TERM_LEFT: {
    zh: '实例有效期还有 30 天或更久',
    example: 'The term of the instance ends on 2027-11-29, in 365 days',
  },
  TERM_ENDS_SOON: {
    zh: '实例将在 30 天内到期',
    remedyZh: RENEW,
    example: 'The term of the instance ends on 2026-12-09, in 10 days',
  },
  TERM_OVER: { zh: '实例已到期', remedyZh: RENEW, example: 'The term of the instance ended on 2026-11-01' },
  TERM_UNKNOWN: {
    zh: '实例没有说明何时到期',
    remedyZh: AT_CONSOLE,
    example: 'When the term of the instance ends is unknown',
  },
  NO_TASK_RUNS: { zh: '实例没有正在运行的批量任务', example: 'No batch task is running on the instance' },
  NO_EXPORT_RUNS: {
    zh: '实例没有正在运行的图库导出',
    example: 'No export of the gallery is running on the instance',
  },
  EXPORT_RUNNING: {
    zh: '正在导出图库，而实例同时只能运行一个导出',
    remedyZh: "无需处理，除非要导出图库：verify: 'export' 的导入会等待它",
    example: 'Export 77 of the gallery is running on the instance',
  },
  EXPORTS_UNKNOWN: {
    zh: '无法查询是否有导出在运行；本次导入并不需要知道',
    remedyZh: `授予该实例上的 imagesearch:DumpMetaList：${GRANT}`,
    example: 'Whether an export of the gallery is running is unknown: not authorized [NoPermission]',
  },
  BUCKET_READABLE: {
    zh: '存储空间存在，位于该地域，其文件夹可读',
    example: 'oss://my-bucket/spring/ can be read, in cn-shanghai',
  },
  BUCKET_WRITABLE: {
    zh: '已向文件夹写入一个对象并将其删除',
    example: 'oss://my-bucket/spring/.import-check was written, and removed',
  },
  CHECK_OBJECT_LEFT: {
    zh: '已向文件夹写入一个对象，但无法删除；导入并不需要删除权限',
    remedyZh: `手动删除，或仅对该对象授予 oss:DeleteObject：${GRANT}`,
    example: 'oss://my-bucket/spring/.import-check was written, and stays: Access denied [AccessDenied]',
  },
  META_FILE_ABSENT: {
    zh: '文件夹中没有 increment.meta',
    example: 'There is no oss://my-bucket/spring/increment.meta',
  },
  META_FILE_PRESENT: {
    zh: '文件夹中已有 increment.meta，导入会替换它',
    remedyZh: '确认没有其他人从该文件夹导入，或使用另一个文件夹',
    example: 'oss://my-bucket/spring/increment.meta is there, of 2048 bytes',
  },
  PIC_NAME_BASE: {
    zh: 'PicName 以何处为基准：各文档说法不一',
    example:
      'PicName is taken to be relative to the folder "spring" (\'--pic-name-base\' is "folder"): documents differ, so import a few images first',
  },
  NOT_CHECKED: {
    zh: '此项依赖的另一项检查失败',
    remedyZh: '先修正失败的项，再重新检查',
    example: 'The check "instance" was not made, as "credentials" failed',
  },
};
