// The floors of docs/architecture.md: a file imports from lower floors and from its own folder.
const floors = [
  ['shared'],
  ['meta', 'image', 'service', 'report'],
  ['catalogue', 'storage', 'sources', 'task', 'gallery', 'emulator', 'migration'],
];

const upwards = floors.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `floor-of-${room}`,
    comment: `${room}/ imports lower floors and itself only`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: {
      path: '^src/',
      pathNot: `^src/(${[room, ...floors.slice(0, floor).flat()].join('|')})/`,
    },
  })),
);

// The order of folders inside a room: a folder imports itself, folders of earlier lines and the room's own files.
const orders = {
  shared: [['text', 'model'], ['options'], ['errors'], ['async', 'loading'], ['files', 'http', 'objects']],
  service: [['addresses', 'credentials'], ['errors'], ['calls']],
  meta: [['model'], ['rules'], ['read', 'write', 'duplicates', 'schema'], ['lint', 'split', 'fix']],
  catalogue: [
    ['model'],
    ['source', 'table', 'json', 'workbook', 'folder', 'increment-meta', 'objects', 'columns'],
    ['rows'],
  ],
  import: [
    ['plan'],
    ['state', 'source'],
    ['stored'],
    ['compare'],
    ['prepare', 'settle'],
    ['verify', 'sync', 'ingest'],
  ],
  image: [['header'], ['formats'], ['url'], ['read'], ['repair'], ['decode']],
  gallery: [['search', 'export']],
  report: [['words', 'rows'], ['html'], ['browser']],
  migration: [['model'], ['online-migration', 'ossimport', 'results']],
  task: [['calls'], ['submit', 'failures'], ['queue', 'callback']],
  emulator: [['signature', 'access'], ['oss'], ['upload'], ['image-search'], ['faults', 'state']],
};

const backwards = Object.entries(orders).flatMap(([room, lines]) =>
  lines.flatMap((folders, line) =>
    folders.map((folder) => ({
      name: `order-of-${room}-${folder}`,
      comment: `${room}/${folder}/ imports itself and the folders before it only`,
      severity: 'error',
      from: { path: `^src/${room}/${folder}/` },
      to: {
        path: `^src/${room}/.+/`,
        pathNot: `^src/${room}/(${[folder, ...lines.slice(0, line).flat()].join('|')})/`,
      },
    })),
  ),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A command that is loaded when it is typed may look into the table of commands',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    ...upwards,
    ...backwards,
    {
      name: 'cli-is-the-top',
      comment: 'Nothing imports the command line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'cli-uses-the-public-api',
      comment:
        'The command line imports the entry points and itself: what it needs, users have, too; and what finds the name that was meant, which must load at once',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^src/',
        pathNot: '^src/(cli/|((meta|emulator|distributed)/)?index\\.ts$|shared/options/closest-name\\.ts$)',
      },
    },
    {
      name: 'distributed-is-beside-the-import',
      comment: 'distributed/ has workers and queues for an import, which knows neither',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(distributed|cli)/' },
      to: { path: '^src/distributed/' },
    },
    {
      name: 'queues-behind-one-door',
      comment: 'BullMQ and its drivers are optional, and loaded when first used',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/distributed/' },
      to: { path: 'node_modules/(bullmq|ioredis|pg)/' },
    },
    {
      name: 'src-stands-alone',
      comment: 'The source never imports tests, samples, the demo, benches or examples',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|samples|demo|bench|examples|tooling)/' },
    },
    {
      name: 'heavy-clients-behind-one-door',
      comment: 'ali-oss and the signer of Alibaba are loaded by one file each',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(storage|service)/' },
      to: { path: 'node_modules/(ali-oss|@alicloud)/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^imagesearch-import' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
