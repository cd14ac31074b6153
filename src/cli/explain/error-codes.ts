/** What a code of ours means that no table of rules has, and what to do. */
interface CodeMeaning {
  readonly means: string;
  readonly remedy?: string;
}

/** The codes of errors, of an import that was stopped, and of images that are not uploaded, as `docs/errors.md` has them. */
export const ERROR_CODES: Readonly<Record<string, CodeMeaning>> = {
  NO_CREDENTIALS: {
    means: 'no credentials were found, or their source fails; `retryable` when it gave some before',
    remedy: 'set `ALIBABA_CLOUD_ACCESS_KEY_ID` and `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, or a profile',
  },
  CONNECTION_REFUSED: {
    means: 'nothing listens at the endpoint, or at the proxy',
    remedy: 'check the endpoint, or the proxy that the message names',
  },
  HOST_NOT_FOUND: {
    means: 'the host name is unknown',
    remedy: 'check region and endpoint, or the proxy that the message names',
  },
  PROXY_REFUSED: {
    means: 'the proxy does not let the call through; `httpStatus` is its answer',
    remedy: '407: check user and password in its URL; 403: have it allow the host',
  },
  CERTIFICATE_REJECTED: {
    means: 'the certificate of the service, or of a proxy that answers in its place, is not trusted',
    remedy: 'check the endpoint; trust the certificate of a gateway of your own',
  },
  TLS_FAILED: {
    means:
      'no TLS connection came about: https to a port of http, http to a port of https, or no version or cipher in common',
    remedy: 'check the port, and whether the endpoint takes https or http',
  },
  CONNECTION_LOST: { means: 'the connection broke, several times', remedy: 'try again' },
  TIMEOUT: { means: 'no answer in time', remedy: 'allow more time, or check the network' },
  BAD_ANSWER: {
    means:
      'the answer did not come from the service: HTML, empty, cut off, not JSON, or without what was asked for; or it is longer than the limit that the message names',
    remedy: 'check proxies and the endpoint',
  },
  UNSUCCESSFUL: {
    means: 'the service reported a failure without a code',
    remedy: "ask Alibaba's support, with the request id",
  },
  REGION_MISMATCH: {
    means: 'instance, bucket and region do not match',
    remedy: 'use one region for all three',
  },
  TASK_RUNNING: { means: 'the instance runs another batch task', remedy: 'wait for it' },
  SUBMIT_UNCERTAIN: {
    means: 'the task may or may not have been started',
    remedy: 'check the list of tasks first, as a `TaskQueue` does',
  },
  META_FILE_MISSING: { means: 'the submitted folder has no increment.meta', remedy: 'upload the file' },
  META_FILE_CHANGED: {
    means: 'the increment.meta in the folder is not the one that was written',
    remedy: 'write it again',
  },
  TASK_STILL_RUNNING: {
    means: "the time given to `wait` is over, and the task still runs; the error has the task's `ref`",
    remedy: 'wait for it again',
  },
  TASK_NOT_FOUND: {
    means: 'IncreaseList does not know the task, or DumpMetaList the export',
    remedy: 'check instance and region',
  },
  UNKNOWN_TASK_STATUS: {
    means: 'the task, or the export, has a status that no document names',
    remedy: 'check the task in the console',
  },
  SHARP_MISSING: {
    means: "an image's pixels must be repaired, and the optional package sharp is not installed",
    remedy: '`npm install sharp`',
  },
  PACKAGE_MISSING: {
    means: 'a queue is to be used, and the optional package bullmq, ioredis or pg is not installed',
    remedy: 'the `npm install` that the error names',
  },
  QUEUE_UNREACHABLE: {
    means: 'the server of the queue has not answered for as long as is waited',
    remedy: 'check its address and that it runs; start the import again: nothing is lost',
  },
  STATE_TAKEN: {
    means: 'another process coordinates the import now',
    remedy: 'let it: nothing that this one does counts',
  },
  STATE_NOT_FOUND: {
    means: 'a worker was given the state of no import, of another one, or of another version',
    remedy: 'the state that the import has',
  },
  IMAGES_NOT_HERE: {
    means: 'a worker does not see the folder of images',
    remedy: 'mount it there, or give the worker its path',
  },
  WORKER_FAILED: {
    means: "a worker could not prepare a shard, for a reason that is no call's",
    remedy: 'what the message says; then start the import again',
  },
  AWS_SDK_MISSING: {
    means: 'a bucket of S3 is a source, and the optional package @aws-sdk/client-s3 is not installed',
    remedy: '`npm install @aws-sdk/client-s3`',
  },
  AZURE_SDK_MISSING: {
    means: 'a container of Azure is a source, and the optional package @azure/storage-blob is not installed',
    remedy: '`npm install @azure/storage-blob`',
  },
  LISTING_UNREADABLE: {
    means: 'a list of URLs or an inventory is damaged, too long or none: what it gave before may not be all',
    remedy: 'the message says what is wrong with it; have the inventory made again',
  },
  PLAN_STALE: {
    means: 'the gallery has changed since the plan of a sync was made',
    remedy: 'compare again, with another folder as `state`',
  },
  UPLOAD_COPY_DENIED: {
    means:
      'a warning, of the first image of an upload: the account of the target may not read the source, and the images go through this machine',
  },
  YAUZL_MISSING: {
    means: 'a catalogue is a workbook (.xlsx), and the optional package yauzl is not installed',
    remedy: '`npm install yauzl`',
  },
  OUT_OF_FILES: {
    means:
      'this process, or the machine, has as many files and connections open as it may, and for a minute none was closed',
    remedy: 'raise the limit (`ulimit -n 1024`), or lower `concurrency`',
  },
  OUT_OF_MEMORY: {
    means: 'the system has no memory left for a file or a connection',
    remedy: 'give the process more memory, or lower `concurrency`',
  },
  DISK_FULL: {
    means: 'the disk, or the share of it that this user may have, is full',
    remedy: 'free space, and run it again: an import with a `state` continues',
  },
  FAILURE_FILE_UNREADABLE: {
    means: 'the file of failures could not be read',
    remedy: 'ask again: its URL is valid for two hours',
  },
  EXPORT_FAILED: {
    means: 'the service ended an export of the gallery as FAIL',
    remedy: 'look at it in the console, then export again',
  },
  EXPORT_FILE_UNREADABLE: {
    means:
      'the file of an export could not be read, or has a format or encoding that is not known: the images before may not be all',
    remedy: 'export again; of an unknown format, report its first lines',
  },
  TOO_MANY_REFUSED: {
    means: 'more entries were refused than `maxRefused` allows',
    remedy: 'correct them, or continue with a higher limit',
  },
  TOO_MANY_FAILED: {
    means: 'more entries have failed than `maxFailed` allows',
    remedy: 'look at the reasons, or continue with a higher limit',
  },
  MAX_MINUTES_REACHED: {
    means: 'an upload has taken `maxMinutes`, and images are left',
    remedy: 'continue with the same state',
  },
  MAX_BYTES_REACHED: {
    means: 'an upload has sent `maxBytes`, and images are left',
    remedy: 'continue with the same state',
  },
  UPLOAD_SOURCE_UNREADABLE: {
    means: 'the image has a name that no file can have; of `uploadImages`: it cannot be read, or is no file',
  },
  UPLOAD_SOURCE_IN_OSS: {
    means: 'the image is an object in another bucket than that of the import: copy it there, or download it',
  },
  UPLOAD_SOURCE_OUTSIDE: {
    means:
      'the image lies outside the folder of images, or a link leads out of it: the message has the target',
  },
  UPLOAD_KEY_INVALID: {
    means: "the object's name would break the rules of OSS, such as having more than 1,023 bytes",
  },
  UPLOAD_REFUSED: {
    means: 'OSS refuses the object itself, such as by its name or size: the message has what OSS says',
  },
  UPLOAD_KEY_TAKEN: {
    means:
      'another image of the catalogue, named by an earlier row, or increment.meta has the same name in the bucket',
  },
  UPLOAD_KEY_EXISTS: {
    means: 'of an upload with `putIfAbsent`: the target holds other content under the key, which stays',
  },
  USAGE: {
    means: 'the command line has a command, an option or a value that there is not',
    remedy: 'see the help of the command: imagesearch-import COMMAND --help',
  },
};
