import type { Language, Translated } from './explanation.ts';
import { SOURCE_TEXTS } from './texts/source-texts.ts';

/** Where the codes of a table come from that name no document themselves. */
export const SOURCES = {
  ofCatalogue: {
    en: 'this package: nothing of a catalogue is guessed, changed in silence or lost; no document of the service is about catalogues',
    zh: '本程序包的规则：目录内容不猜测、不悄悄更改、不丢失；服务的文档不涉及商品目录',
  },
  ofImage: {
    en: 'this package: there is nothing that could be uploaded',
    zh: '本程序包的规则：没有可上传的内容',
  },
  ofRepair: {
    en: 'this package: a repair does the least that is enough, and none that would not be enough',
    zh: '本程序包的规则：修复只做必要的最少改动，达不到要求的修复不会进行',
  },
  ofWarning: {
    en: 'this package: what limits it here, and lists of URLs',
    zh: '本程序包：此处的限制，以及 URL 列表',
  },
  ofFix: {
    en: 'this package: what can mean only one thing is repaired',
    zh: '本程序包的规则：只有一种含义的内容才会修复',
  },
  ofImport: {
    en: 'this package: what an import has done, or has found in the gallery; no document lists codes of a batch task',
    zh: '本程序包：导入过程中所做或在图库中所见；没有文档列出批量任务的代码',
  },
  ofUpload: {
    en: 'this package, and the naming rules of OSS (keys of 1 to 1,023 bytes)',
    zh: '本程序包，以及 OSS 的对象命名规则（键为 1 至 1023 字节）',
  },
  ofError: {
    en: "this package: the codes of the network are Node's and the system's, in the message; a task and an export have the states of API 2020-12-14",
    zh: '本程序包：网络代码来自 Node 和操作系统，见信息；任务和导出的状态来自 2020-12-14 版 API',
  },
  ofSystem: {
    en: 'the system, as Node gives its codes; the advice is ours',
    zh: '操作系统的代码，由 Node 给出；建议来自本程序包',
  },
  ofUrl: {
    en: 'this package: how it reads images behind URLs; a number is the status of the answer (RFC 9110)',
    zh: '本程序包：读取 URL 图片的方式；数字为应答的状态码（RFC 9110）',
  },
  ofFamily: {
    en: 'Node, OpenSSL and the system, and the statuses of HTTP (RFC 9110); the advice is ours',
    zh: 'Node、OpenSSL 和操作系统的代码，以及 HTTP 状态码（RFC 9110）；建议来自本程序包',
  },
  ofMigration: {
    en: "this package: what a mover's lists say; no document has their reasons",
    zh: '本程序包：迁移工具的列表内容；没有文档说明其中的原因',
  },
  ofImageSearch: {
    en: 'help page "Error codes" (66619), Jan 21 2026, and the metadata of API 2020-12-14; the advice is our reading',
    zh: '帮助页面“错误码”(66619)，2026-01-21，以及 2020-12-14 版 API 的元数据；建议是我们的理解',
  },
  ofGateway: {
    en: "error codes of OSS and of Alibaba's gateway of APIs; the advice is our reading",
    zh: 'OSS 和阿里云 API 网关的错误码；建议是我们的理解',
  },
  ofReadiness: {
    en: 'this package: what Detail, IncreaseList, DumpMetaList, STS and OSS answer (API 2020-12-14)',
    zh: '本程序包：根据 Detail、IncreaseList、DumpMetaList、STS 和 OSS 的应答（2020-12-14 版 API）',
  },
  ofSync: {
    en: 'this package: superfluous images are deleted all or none, and never in doubt',
    zh: '本程序包的规则：多余图片要么全部删除，要么都不删除；有疑问时绝不删除',
  },
} as const satisfies Readonly<Record<string, Translated>>;

/** A source that a rule names, in a language. */
export const sourceIn = (language: Language, source: string): string =>
  (language === 'zh' ? SOURCE_TEXTS[source] : undefined) ?? source;
