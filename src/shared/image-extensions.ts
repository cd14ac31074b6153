/** The extensions of file names that mean a format which Image Search accepts, in lower case and the usual one first. */
export const IMAGE_EXTENSIONS = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif', 'mpo'],
  png: ['png', 'apng'],
  webp: ['webp'],
  gif: ['gif'],
  bmp: ['bmp', 'dib'],
  tiff: ['tif', 'tiff', 'btf', 'tf8'],
  ppm: ['ppm', 'pgm', 'pbm', 'pnm'],
} as const;
