/** The exit codes of the process. */
export const EXIT = {
  fine: 0,
  /** The data has problems. */
  data: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** The service or the network failed. */
  service: 3,
  /** An upload has taken the time or sent the bytes that it may, and images are left: it can be continued. */
  unfinished: 4,
  interrupted: 130,
  /** The process that read the results, such as `head`, has ended before them: the code of a process that SIGPIPE ends. */
  readerGone: 141,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
