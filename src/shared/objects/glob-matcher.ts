import picomatch from 'picomatch';

/** Whether one of the globs matches a path. A glob without a slash is about the name alone. Hidden files match, too. */
export const globMatcher = (globs: readonly string[]): ((path: string) => boolean) =>
  picomatch(
    globs.map((glob) => (glob.includes('/') ? glob : `**/${glob}`)),
    { dot: true },
  );
