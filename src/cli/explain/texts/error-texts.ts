import type { CodeText } from '../explanation.ts';
import { PROGRAM_TEXTS } from './program-texts.ts';

/** The codes of the network, of the service and of tasks. */
const SERVICE_ERRORS = {
  NO_CREDENTIALS: {
    means: {
      en: 'no credentials were found, or their source fails; `retryable` when it gave some before',
      zh: '没有找到凭证，或凭证来源出错；若之前成功提供过凭证，则可重试（`retryable`）',
    },
    remedy: {
      en: 'set `ALIBABA_CLOUD_ACCESS_KEY_ID` and `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, or a profile',
      zh: '设置 `ALIBABA_CLOUD_ACCESS_KEY_ID` 和 `ALIBABA_CLOUD_ACCESS_KEY_SECRET`，或使用配置文件（profile）',
    },
    example: 'Cannot find credentials for Alibaba Cloud',
  },
  CONNECTION_REFUSED: {
    means: { en: 'nothing listens at the endpoint, or at the proxy', zh: '接入地址或代理处没有程序监听' },
    remedy: {
      en: 'check the endpoint, or the proxy that the message names',
      zh: '检查接入地址，或信息中指出的代理',
    },
    example: 'Cannot call Detail: the connection was refused (ECONNREFUSED)',
  },
  HOST_NOT_FOUND: {
    means: { en: 'the host name is unknown', zh: '主机名无法解析' },
    remedy: {
      en: 'check region and endpoint, or the proxy that the message names',
      zh: '检查地域和接入地址，或信息中指出的代理',
    },
    example: 'Cannot call Detail: the host name is unknown (ENOTFOUND)',
  },
  PROXY_REFUSED: {
    means: {
      en: 'the proxy does not let the call through; `httpStatus` is its answer',
      zh: '代理拒绝转发该调用；`httpStatus` 是代理的应答',
    },
    remedy: {
      en: '407: check user and password in its URL; 403: have it allow the host',
      zh: '407：检查代理 URL 中的用户名和密码；403：让代理放行该主机',
    },
    example: 'Cannot call Detail: the proxy refused it with HTTP 407',
  },
  CERTIFICATE_REJECTED: {
    means: {
      en: 'the certificate of the service, or of a proxy that answers in its place, is not trusted',
      zh: '服务的证书，或代替服务应答的代理的证书，不受信任',
    },
    remedy: {
      en: 'check the endpoint; trust the certificate of a gateway of your own (`ca`, `--ca`)',
      zh: '检查接入地址；如有自己的网关，请信任其证书（`ca`、`--ca`）',
    },
    example: 'Cannot call Detail: its certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN)',
  },
  TLS_FAILED: {
    means: {
      en: 'no TLS connection came about: https to a port of http, http to a port of https, or no version or cipher in common',
      zh: '无法建立 TLS 连接：用 https 访问 http 端口、用 http 访问 https 端口，或双方没有共同的版本或密码套件',
    },
    remedy: {
      en: 'check the port, and whether the endpoint takes https or http',
      zh: '检查端口，以及接入地址使用 https 还是 http',
    },
    example: 'Cannot call Detail: no TLS connection came about (ERR_SSL_WRONG_VERSION_NUMBER)',
  },
  CONNECTION_LOST: {
    means: { en: 'the connection broke, several times', zh: '连接多次中断' },
    remedy: { en: 'try again', zh: '重试' },
    example: 'Cannot call AddImage: the connection broke (ECONNRESET)',
  },
  TIMEOUT: {
    means: { en: 'no answer in time', zh: '未在规定时间内收到应答' },
    remedy: { en: 'allow more time, or check the network', zh: '延长时间限制，或检查网络' },
    example: 'Cannot call IncreaseList: no answer came in time (ETIMEDOUT)',
  },
  BAD_ANSWER: {
    means: {
      en: 'the answer did not come from the service: HTML, empty, cut off, not JSON, or without what was asked for; or it is longer than the limit that the message names',
      zh: '应答不是来自服务：是 HTML、为空、被截断、不是 JSON，或缺少所请求的内容；或者长度超过信息中的上限',
    },
    remedy: { en: 'check proxies and the endpoint', zh: '检查代理和接入地址' },
    example: 'Cannot read the list of tasks: a task has no id',
  },
  UNSUCCESSFUL: {
    means: { en: 'the service reported a failure without a code', zh: '服务报告失败，但没有给出代码' },
    remedy: {
      en: "ask Alibaba's support, with the request id",
      zh: '携带 RequestId 联系阿里云技术支持',
    },
    example: '{"RequestId":"…","Success":false}',
  },
  REGION_MISMATCH: {
    means: { en: 'instance, bucket and region do not match', zh: '实例、存储空间与地域不一致' },
    remedy: { en: 'use one region for all three', zh: '三者使用同一地域' },
    example: 'Cannot import as instance "shop" is in region cn-shanghai: the region given is cn-hangzhou',
  },
  TASK_RUNNING: {
    means: { en: 'the instance runs another batch task', zh: '实例正在运行另一个批量任务' },
    remedy: { en: 'wait for it', zh: '等待其结束' },
    example:
      'Cannot submit as instance "shop" runs one batch task at a time: task 501 (oss://my-bucket/spring) is still running',
  },
  SUBMIT_UNCERTAIN: {
    means: {
      en: 'the task may or may not have been started',
      zh: '无法确定任务是否已经启动',
    },
    remedy: {
      en: 'check the list of tasks first, as a `TaskQueue` does, and only then submit again',
      zh: '先查看任务列表（`TaskQueue` 会自动这样做），再决定是否提交',
    },
    example:
      'Cannot call IncreaseInstance: no answer came in time; and IncreaseList, which would show whether the task was started, failed too',
  },
  META_FILE_MISSING: {
    means: { en: 'the submitted folder has no increment.meta', zh: '提交的文件夹中没有 increment.meta' },
    remedy: { en: 'upload the file', zh: '上传该文件' },
    example:
      'Cannot submit as oss://my-bucket/spring/increment.meta must be there: the bucket has no such object',
  },
  META_FILE_CHANGED: {
    means: {
      en: 'the increment.meta in the folder is not the one that was written',
      zh: '文件夹中的 increment.meta 不是之前写入的那个',
    },
    remedy: { en: 'write it again', zh: '重新写入' },
    example:
      'Cannot submit as oss://my-bucket/spring/increment.meta must be the file that was written, with ETag 5D41: current value is 7D79',
  },
  TASK_STILL_RUNNING: {
    means: {
      en: "the time given to `wait` is over, and the task still runs; the error has the task's `ref`",
      zh: '`wait` 的时限已到，任务仍在运行；错误中带有任务的 `ref`',
    },
    remedy: { en: 'wait for it again', zh: '再次等待' },
    example: 'Cannot tell how task 501 ends: it is still running after 3600000 ms',
  },
  TASK_NOT_FOUND: {
    means: {
      en: 'IncreaseList does not know the task, or DumpMetaList the export',
      zh: 'IncreaseList 中没有该任务，或 DumpMetaList 中没有该导出',
    },
    remedy: { en: 'check instance and region', zh: '检查实例和地域' },
    example: 'Cannot find task 501 of instance "shop": IncreaseList does not know it',
  },
  UNKNOWN_TASK_STATUS: {
    means: {
      en: 'the task, or the export, has a status that no document names',
      zh: '任务或导出的状态没有任何文档列出',
    },
    remedy: { en: 'check the task in the console', zh: '在控制台查看该任务' },
    example:
      'Cannot tell whether task 501 is over as its status must be one of PROCESSING, SUCCESS, FAIL: current value is "PAUSED"',
  },
  FAILURE_FILE_UNREADABLE: {
    means: { en: 'the file of failures could not be read', zh: '无法读取失败文件' },
    remedy: {
      en: 'ask again: its URL is valid for two hours',
      zh: '重新获取：其 URL 有效期为两小时',
    },
    example: "Cannot read the task's file of failures: it was answered with HTTP 403",
  },
  EXPORT_FAILED: {
    means: { en: 'the service ended an export of the gallery as FAIL', zh: '服务将图库导出的状态置为 FAIL' },
    remedy: { en: 'look at it in the console, then export again', zh: '在控制台查看，然后重新导出' },
    example:
      'Cannot export the gallery as the status of export 77 must become SUCCESS: current value is "FAIL", with code 500: internal error',
  },
  EXPORT_FILE_UNREADABLE: {
    means: {
      en: 'the file of an export could not be read, or has a format or encoding that is not known: the images before may not be all',
      zh: '无法读取导出文件，或其格式、编码未知：之前给出的图片可能不完整',
    },
    remedy: {
      en: 'export again; of an unknown format, report its first lines',
      zh: '重新导出；如果格式未知，请反馈文件的前几行',
    },
    example: 'Cannot read the file of the export: it is not in UTF-8',
  },
} as const satisfies Readonly<Record<string, CodeText>>;

/** The codes of errors, of an import that was stopped, and of images that are not uploaded. */
export const ERROR_TEXTS: Readonly<Record<string, CodeText>> = { ...SERVICE_ERRORS, ...PROGRAM_TEXTS };
