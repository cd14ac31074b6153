const SEGMENT = '[^./\\\\\\0-\\x1f\\x7f-\\x9f][^/\\\\\\0-\\x1f\\x7f-\\x9f]*';

/** One look instead of three: segments that do not begin with a dot, and an extension, keep all of these rules. */
export const PLAIN_NAME = {
  pattern: new RegExp(`^(?:${SEGMENT}/)*${SEGMENT}\\.[A-Za-z0-9]{1,8}$`),
  keeps: ['META_PIC_NAME_SLASH', 'META_PIC_NAME_EXTENSION', 'META_PIC_NAME_PATH'] as readonly string[],
};
