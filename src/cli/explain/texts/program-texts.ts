import type { CodeText, Translated } from '../explanation.ts';

/** An optional package that is not installed. */
const missing = (name: string, en: string, zh: string, example: string): CodeText => ({
  means: {
    en: `${en}, and the optional package ${name} is not installed`,
    zh: `${zh}，但未安装可选依赖 ${name}`,
  },
  remedy: { en: `\`npm install ${name}\``, zh: `执行 \`npm install ${name}\`` },
  example,
});

const SAME_STATE: Translated = {
  en: 'continue with the same state',
  zh: '用同一个 state 继续',
};

/** The codes of what this machine lacks, of workers, of plans and of limits that were set. */
export const PROGRAM_TEXTS = {
  PACKAGE_MISSING: {
    means: {
      en: 'a queue is to be used, and the optional package bullmq, ioredis or pg is not installed',
      zh: '需要使用队列，但未安装可选依赖 bullmq、ioredis 或 pg',
    },
    remedy: { en: 'the `npm install` that the error names', zh: '执行错误中给出的 `npm install`' },
    example: 'Cannot use a queue as the package bullmq is not installed',
  },
  QUEUE_UNREACHABLE: {
    means: {
      en: 'the server of the queue has not answered for as long as is waited',
      zh: '队列服务器在等待时限内一直没有应答',
    },
    remedy: {
      en: 'check its address and that it runs; start the import again: nothing is lost',
      zh: '检查其地址以及是否在运行；重新启动导入即可：不会丢失任何内容',
    },
    example: 'Cannot reach the queue at redis://queue: it has not answered for 600 s',
  },
  QUEUE_REFUSED: {
    means: {
      en: 'the server of the queue refuses the login: a wrong user or password, no such database, or too few rights',
      zh: '队列服务器拒绝登录：用户或密码错误、数据库不存在，或权限不足',
    },
    remedy: {
      en: 'correct the address of the queue, or what its user may do; start again: nothing is lost',
      zh: '更正队列地址，或其用户的权限；重新启动即可：不会丢失任何内容',
    },
    example:
      'Cannot use the queue at redis://queue as it refuses the login: WRONGPASS invalid username-password pair',
  },
  STATE_TAKEN: {
    means: {
      en: 'another process coordinates the import now',
      zh: '另一个进程正在协调该导入',
    },
    remedy: { en: 'let it: nothing that this one does counts', zh: '让其继续：本进程的操作不再有效' },
    example: 'Cannot continue the import in oss://my-bucket/state: another process has it now',
  },
  STATE_NOT_FOUND: {
    means: {
      en: 'a worker was given the state of no import, of another one, or of another version',
      zh: '工作进程得到的 state 不属于任何导入，或属于另一个导入、另一个版本',
    },
    remedy: { en: 'the state that the import has', zh: '使用该导入的 state' },
    example:
      'Cannot prepare shards of round 1 of oss://my-bucket/state as their settings cannot be read: there are none',
  },
  IMAGES_NOT_HERE: {
    means: { en: 'a worker does not see the folder of images', zh: '工作进程看不到图片文件夹' },
    remedy: { en: 'mount it there, or give the worker its path', zh: '在该机器上挂载，或告知工作进程其路径' },
    example: 'The folder of images /mnt/images does not exist on worker w-7',
  },
  WORKER_FAILED: {
    means: {
      en: "a worker could not prepare a shard, for a reason that is no call's",
      zh: '工作进程无法准备分片，且原因与服务调用无关',
    },
    remedy: {
      en: 'what the message says; then start the import again',
      zh: '按信息处理，然后重新启动导入',
    },
    example: 'A worker could not prepare shard 12: its disk cannot be written',
  },
  SHARP_MISSING: missing(
    'sharp',
    "an image's pixels must be repaired",
    '需要修复图片像素',
    'Cannot repair the pixels of an image as the optional package sharp cannot be loaded on linux-x64; run: npm install sharp',
  ),
  YAUZL_MISSING: missing(
    'yauzl',
    'a catalogue is a workbook (.xlsx)',
    '目录是工作簿（.xlsx）',
    'Cannot read a workbook (.xlsx) as the optional package yauzl cannot be loaded; run: npm install yauzl',
  ),
  AWS_SDK_MISSING: missing(
    '@aws-sdk/client-s3',
    'a bucket of S3 is a source',
    '来源是 S3 存储桶',
    'Cannot read this source as the optional package @aws-sdk/client-s3 cannot be loaded; run: npm install @aws-sdk/client-s3',
  ),
  AZURE_SDK_MISSING: missing(
    '@azure/storage-blob',
    'a container of Azure is a source',
    '来源是 Azure 容器',
    'Cannot read this source as the optional package @azure/storage-blob cannot be loaded; run: npm install @azure/storage-blob',
  ),
  LISTING_UNREADABLE: {
    means: {
      en: 'a list of URLs, an inventory or a list of a mover is damaged, too long or none: what it gave before may not be all',
      zh: 'URL 列表、存储清单或迁移工具的列表损坏、过长或根本不是清单：之前给出的内容可能不完整',
    },
    remedy: {
      en: 'the message says what is wrong with it; have the inventory made, or the list fetched, again',
      zh: '信息会说明问题所在；请重新生成清单或重新获取列表',
    },
    example: 'Cannot read urls.txt as it has more than 1000000 URLs: split it, and import part after part',
  },
  OUT_OF_FILES: {
    means: {
      en: 'this process, or the machine, has as many files and connections open as it may, and for a minute none was closed',
      zh: '本进程或本机打开的文件和连接已达上限，且一分钟内没有关闭任何一个',
    },
    remedy: {
      en: 'raise the limit (`ulimit -n 1024`), or lower `concurrency`',
      zh: '提高上限（`ulimit -n 1024`），或降低 `concurrency`',
    },
    example: 'Cannot open shoe.jpg: this process has as many files and connections open as it may (EMFILE)',
  },
  OUT_OF_MEMORY: {
    means: {
      en: 'the system has no memory left for a file or a connection',
      zh: '系统没有可用于文件或连接的内存',
    },
    remedy: {
      en: 'give the process more memory, or lower `concurrency`',
      zh: '为进程分配更多内存，或降低 `concurrency`',
    },
    example: 'Cannot open shoe.jpg: the system has no memory left for it (ENOMEM)',
  },
  DISK_FULL: {
    means: {
      en: 'the disk, or the share of it that this user may have, is full',
      zh: '磁盘已满，或已达到该用户的配额',
    },
    remedy: {
      en: 'free space, and run it again: an import with a `state` continues',
      zh: '释放空间后重新运行：带 `state` 的导入会继续',
    },
    example: 'Cannot write shop.state/ledger: the disk is full (ENOSPC)',
  },
  PLAN_STALE: {
    means: {
      en: 'the gallery has changed since the plan of a sync was made',
      zh: '同步计划生成之后，图库发生了变化',
    },
    remedy: {
      en: 'nothing was changed yet: the same sync of a catalogue compares again; in place of a plan, make a new one by a dry run',
      zh: '尚未更改任何内容：以同样方式再次同步目录，即会重新比较；若执行的是计划，请用试运行生成新的计划',
    },
    example: 'Cannot carry out the plan as the gallery has changed since: batch task 502 was started',
  },
  TOO_MANY_REFUSED: {
    means: {
      en: 'more entries were refused than `maxRefused` (`--max-refused`) allows',
      zh: '被拒绝的条目超过 `maxRefused`（`--max-refused`）',
    },
    remedy: {
      en: 'correct them, or continue with a higher limit',
      zh: '修正这些条目，或提高上限后继续',
    },
    example:
      "Import stopped as 101 of 2000 entries were refused, and '--max-refused' is 100: correct the catalogue, or continue with a higher limit",
  },
  TOO_MANY_FAILED: {
    means: {
      en: 'more entries have failed than `maxFailed` (`--max-failed`) allows',
      zh: '失败的条目超过 `maxFailed`（`--max-failed`）',
    },
    remedy: {
      en: 'look at the reasons, or continue with a higher limit',
      zh: '查看失败原因，或提高上限后继续',
    },
    example:
      "Import stopped as 101 of 2000 entries have failed, and '--max-failed' is 100: correct the catalogue, or continue with a higher limit",
  },
  MAX_MINUTES_REACHED: {
    means: {
      en: 'an upload has taken `maxMinutes` (`--max-time`), and images are left',
      zh: '上传已用完 `maxMinutes`（`--max-time`），仍有图片未处理',
    },
    remedy: SAME_STATE,
    example:
      "Upload stopped as '--max-time' is 60: 4200 images are done and 800 are left; continue with the same state",
  },
  MAX_BYTES_REACHED: {
    means: {
      en: 'an upload has sent `maxBytes` (`--max-bytes`), and images are left',
      zh: '上传已发送 `maxBytes`（`--max-bytes`）字节，仍有图片未处理',
    },
    remedy: SAME_STATE,
    example:
      "Upload stopped as '--max-bytes' is 1000000000: 4200 images are done and 800 are left; continue with the same state",
  },
  CATALOGUE_EMPTY: {
    means: { en: 'the catalogue has no row', zh: '目录没有任何行' },
    remedy: {
      en: 'check that the right file was named, and that its export has ended',
      zh: '检查文件是否正确，以及导出是否已完成',
    },
    example: 'Cannot read "shop.csv" as it is empty: its first line must name the columns',
  },
  USAGE: {
    means: {
      en: 'the command line has a command, an option or a value that there is not, or that does not fit: such as the state of another import',
      zh: '命令行中有不存在或不适用的命令、选项或值：例如属于另一个导入的 state',
    },
    remedy: {
      en: 'see the help of the command: imagesearch-import COMMAND --help',
      zh: '查看该命令的帮助：imagesearch-import COMMAND --help',
    },
    example: "unknown option '--regoin': did you mean --region?",
  },
} as const satisfies Readonly<Record<string, CodeText>>;
