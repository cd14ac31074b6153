/** Undefined for an error which says that there is no such file or folder. @throws every other error */
export function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
  return undefined;
}
