/** What a finding of `checkReadiness` means, and what to do. */
export interface ReadinessRule {
  /** An `error` keeps an import from beginning, or from coming to its end. */
  readonly level: 'fine' | 'warning' | 'error';
  /** What the finding says, in general. */
  readonly means: string;
  /** What to do; undefined where all is fine. */
  readonly remedy?: string | undefined;
}

const CLOCK = "Set this machine's clock, by NTP or by hand";

/** The codes of `READINESS_RULES`. */
export type ReadinessCode =
  | ('CALLER_KNOWN' | 'CALLER_UNKNOWN' | 'CLOCK_RIGHT' | 'CLOCK_OFF' | 'CLOCK_WRONG')
  | ('CLOCK_UNKNOWN' | 'INSTANCE_FOUND' | 'INSTANCE_TYPE' | 'INSTANCE_TYPE_UNKNOWN')
  | ('REGION_RIGHT' | 'REGION_UNKNOWN' | 'CAPACITY_LEFT' | 'CAPACITY_SHORT' | 'CAPACITY_TOO_SMALL')
  | ('CAPACITY_UNKNOWN' | 'TERM_LEFT' | 'TERM_ENDS_SOON' | 'TERM_OVER' | 'TERM_UNKNOWN')
  | (
      | 'NO_TASK_RUNS'
      | 'NO_EXPORT_RUNS'
      | 'EXPORT_RUNNING'
      | 'EXPORTS_UNKNOWN'
      | 'BUCKET_READABLE'
      | 'BUCKET_WRITABLE'
      | 'CHECK_OBJECT_LEFT'
    )
  | ('META_FILE_ABSENT' | 'META_FILE_PRESENT' | 'PIC_NAME_BASE' | 'NOT_CHECKED');

/** The findings of `checkReadiness`, by their codes. What a service refused has the code of its error instead. */
export const READINESS_RULES: Readonly<Record<ReadinessCode, ReadinessRule>> = {
  CALLER_KNOWN: { level: 'fine', means: 'the credentials are valid, and STS says whose they are' },
  CALLER_UNKNOWN: {
    level: 'warning',
    means: 'STS could not be asked whose the credentials are',
    remedy:
      'Nothing else depends on STS: let this machine reach it, or give its endpoint (stsEndpoint, --sts-endpoint)',
  },
  CLOCK_RIGHT: { level: 'fine', means: "this machine's clock is at most 5 minutes off" },
  CLOCK_OFF: {
    level: 'warning',
    means: "this machine's clock is more than 5 minutes off, and may soon be 15",
    remedy: CLOCK,
  },
  CLOCK_WRONG: {
    level: 'error',
    means: "this machine's clock is more than 15 minutes off: OSS and Image Search refuse what it signs",
    remedy: CLOCK,
  },
  CLOCK_UNKNOWN: {
    level: 'warning',
    means: 'no answer of Image Search told the time',
    remedy: 'Check the endpoint, and the clock of this machine by hand',
  },
  INSTANCE_FOUND: { level: 'fine', means: 'the instance is there, and answers' },
  INSTANCE_TYPE: { level: 'fine', means: 'the type of the instance, which decides the limits of images' },
  INSTANCE_TYPE_UNKNOWN: {
    level: 'warning',
    means: 'the instance has a type that no document names: the limits of product search are taken',
    remedy: 'Say the type (serviceType, --service-type)',
  },
  REGION_RIGHT: { level: 'fine', means: 'the instance is in the region that was given' },
  REGION_UNKNOWN: {
    level: 'warning',
    means: 'the instance does not say in which region it is',
    remedy: 'Compare the region with the console: the bucket must be in that of the instance',
  },
  CAPACITY_LEFT: { level: 'fine', means: 'the images to be added fit into the gallery' },
  CAPACITY_SHORT: {
    level: 'warning',
    means: 'fewer images fit than are to be added: they fit if enough of them replace others',
    remedy: 'Delete images, or buy a larger instance',
  },
  CAPACITY_TOO_SMALL: {
    level: 'error',
    means: 'more images are to be added than the gallery can ever hold',
    remedy: 'Import fewer images, or buy a larger instance',
  },
  CAPACITY_UNKNOWN: {
    level: 'warning',
    means: 'the instance does not say how many images it holds at most',
    remedy: 'Look at the instance in the console',
  },
  TERM_LEFT: { level: 'fine', means: 'the term that was paid for lasts for 30 days or more' },
  TERM_ENDS_SOON: {
    level: 'warning',
    means: 'the term of the instance ends within 30 days',
    remedy: 'Renew the instance in the console',
  },
  TERM_OVER: {
    level: 'error',
    means: 'the term of the instance is over',
    remedy: 'Renew the instance in the console',
  },
  TERM_UNKNOWN: {
    level: 'warning',
    means: 'the instance does not say when its term ends',
    remedy: 'Look at the instance in the console',
  },
  NO_TASK_RUNS: { level: 'fine', means: 'no batch task is running on the instance' },
  NO_EXPORT_RUNS: { level: 'fine', means: 'no export of the gallery is running on the instance' },
  EXPORT_RUNNING: {
    level: 'warning',
    means: 'an export of the gallery is running, and an instance runs one at a time',
    remedy: "Nothing, unless the gallery is to be exported: an import with verify: 'export' waits for it",
  },
  EXPORTS_UNKNOWN: {
    level: 'warning',
    means:
      'the instance could not be asked whether an export is running, which this import does not need to know',
    remedy:
      'Grant imagesearch:DumpMetaList on the instance: importPolicy({ readiness: true }), policy --readiness',
  },
  BUCKET_READABLE: {
    level: 'fine',
    means: 'the bucket is there, in this region, and its folder can be read',
  },
  BUCKET_WRITABLE: { level: 'fine', means: 'an object was written to the folder, and removed' },
  CHECK_OBJECT_LEFT: {
    level: 'warning',
    means: 'an object was written to the folder, and could not be removed, which no import needs to',
    remedy:
      'Remove it, or grant oss:DeleteObject on it alone: importPolicy({ readiness: true }), policy --readiness',
  },
  META_FILE_ABSENT: { level: 'fine', means: 'there is no increment.meta in the folder' },
  META_FILE_PRESENT: {
    level: 'warning',
    means: 'there is an increment.meta in the folder, which an import replaces',
    remedy: 'Make sure that nobody else imports from this folder, or take another one',
  },
  PIC_NAME_BASE: {
    level: 'fine',
    means: 'what PicName is taken to be relative to, which documents tell differently',
  },
  NOT_CHECKED: {
    level: 'warning',
    means: 'another check failed that this one needs',
    remedy: 'Correct what failed first, and check again',
  },
};
