/** A group of public names: those that are declared in its files and folders of `src/`, and the page that tells of them. */
export interface Subject {
  readonly name: string;
  readonly guide: string;
  /** Beginnings of paths below `src/`; where several subjects have one, the longest counts. */
  readonly paths: readonly string[];
}

/** Every subject of the reference of the API, in its order. */
export const SUBJECTS: readonly Subject[] = [
  { name: 'Imports', guide: 'import', paths: ['import/', 'import-catalogue.ts'] },
  {
    name: 'Syncs and ingesters',
    guide: 'sync',
    paths: ['catalogue-sync.ts', 'ingester.ts', 'import/compare/', 'import/sync/', 'import/ingest/'],
  },
  { name: 'Uploads', guide: 'upload', paths: ['image-transfer.ts', 'import/transfer/', 'storage/upload'] },
  {
    name: 'Readiness, plans and policies',
    guide: 'readiness',
    paths: ['import/authorization/', 'import/estimate/', 'import/readiness/'],
  },
  { name: 'Verification', guide: 'verification', paths: ['import/verify/', 'import/compare/gallery'] },
  { name: 'Reports', guide: 'report', paths: ['report/', 'import/report/'] },
  { name: 'Catalogues', guide: 'catalogue', paths: ['catalogue/'] },
  { name: 'Images', guide: 'images', paths: ['image/'] },
  { name: 'increment.meta', guide: 'meta', paths: ['meta/', 'build-meta-file.ts'] },
  {
    name: 'Sources and stores',
    guide: 'sources',
    paths: ['sources/', 'storage/', 'open-object-source.ts', 'shared/objects/'],
  },
  { name: 'Batch tasks and callbacks', guide: 'tasks', paths: ['task/'] },
  { name: 'The gallery', guide: 'gallery', paths: ['gallery/'] },
  { name: 'Migration', guide: 'migration', paths: ['migration/'] },
  {
    name: 'Many machines',
    guide: 'many-machines',
    paths: ['distributed/', 'import/run-shards.ts', 'import/stored/'],
  },
  { name: 'The emulator', guide: 'emulator', paths: ['emulator/'] },
  { name: 'Calls of Image Search', guide: 'service', paths: ['service/', 'image-search-client.ts'] },
  { name: 'Errors, issues and what all share', guide: 'errors', paths: ['shared/'] },
];

/** The entry points by the names that TypeDoc gives to their files: as one imports them, and what they are for. */
export const MODULES: Readonly<Record<string, { readonly name: string; readonly means: string }>> = {
  index: { name: 'imagesearch-import', means: 'Everything but what has an entry point of its own.' },
  meta: {
    name: 'imagesearch-import/meta',
    means: 'increment.meta alone, without any dependency: for browsers, too.',
  },
  emulator: { name: 'imagesearch-import/emulator', means: 'An emulator of OSS and Image Search, for tests.' },
  distributed: {
    name: 'imagesearch-import/distributed',
    means: 'Imports that many machines prepare; takes the optional package bullmq.',
  },
};

/** The subject of a file, by its path below `src/`. */
export function subjectOf(path: string): Subject {
  const lengthOf = ({ paths }: Subject) =>
    Math.max(0, ...paths.filter((beginning) => path.startsWith(beginning)).map(({ length }) => length));
  const best = SUBJECTS.reduce((one, other) => (lengthOf(other) > lengthOf(one) ? other : one));
  if (lengthOf(best) > 0) return best;
  throw new RangeError(`No subject has src/${path}: add its folder to SUBJECTS of tooling/api-subjects.ts`);
}
