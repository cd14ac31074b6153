const ours = (name: string) => `import('imagesearch-import').${name}`;
const emulator = (name: string) => `import('imagesearch-import/emulator').${name}`;

/** The names that samples of the documentation use without declaring them, as the text around them does, and their types. */
export const GIVEN: Readonly<Record<string, string>> = {
  // of the package
  client: ours('ImageSearchClient'),
  emulator: emulator('Emulator'),
  gallery: ours('GalleryClient'),
  handle: '(request: Request) => Promise<Response>',
  importing: ours('CatalogueImport'),
  options: `Extract<${ours('ImportOptions')}, { readonly region: string }>`,
  shop: ours('OssStore'),
  source: ours('ObjectSource'),
  state: ours('TaskState'),
  store: ours('OssStore'),
  reports: ours('OssStore'),
  tasks: ours('BatchTaskClient'),
  validator: ours('ImageValidator'),
  // data and settings
  accountKey: 'string',
  bucket: 'string',
  bytes: 'Uint8Array',
  catalogue: 'string',
  connection: 'string',
  connectionString: 'string',
  keys: '{ accessKeyId: string; secretAccessKey: string }',
  etag: 'string',
  file: 'File',
  instance: 'string',
  key: 'string',
  parts: '{ folder: string; etag: string }[]',
  records: `${ours('AddRecord')}[]`,
  region: 'string',
  signal: 'AbortSignal',
  sources: 'string[]',
  stream: 'ReadableStream<Uint8Array>',
  to: 'string',
  token: 'string',
  // of Node
  assert: "typeof import('node:assert/strict')",
  createHash: "typeof import('node:crypto').createHash",
  createReadStream: "typeof import('node:fs').createReadStream",
  readFile: "typeof import('node:fs/promises').readFile",
  parse: "typeof import('csv-parse').parse",
  // of the reader's own program and its frameworks
  app: "Record<'post' | 'addContentTypeParser' | 'removeAllContentTypeParsers', (...all: (string | ((...all: any[]) => unknown))[]) => void>",
  sdk: 'any',
  queue: '{ add(job: unknown): Promise<void> }',
  report: '(...all: readonly unknown[]) => Promise<void>',
  request: 'any',
  serve: '(handle: unknown, request: unknown, response: unknown) => Promise<void>',
  RuntimeOptions: 'any',
};

/** Types that samples use without declaring them. */
export const GIVEN_TYPES: Readonly<Record<string, string>> = { Row: '{ productId: string }' };

/** Packages that samples import, and that are not installed here. */
export const NOT_INSTALLED = [
  '@bull-board/api',
  '@bull-board/api/bullMQAdapter',
  '@bull-board/express',
  'express',
];
