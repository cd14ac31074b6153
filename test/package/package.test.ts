import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InstalledPackage, installPackage } from './installed-package.ts';

let whole: InstalledPackage;
let bare: InstalledPackage;
beforeAll(() => {
  whole = installPackage({ withDependencies: true });
  bare = installPackage({ withDependencies: false });
});
afterAll(() => {
  whole.remove();
  bare.remove();
});

/** Classes that are public as types alone: others make their objects. */
const TYPES_ONLY = ['CatalogueReading', 'Connection', 'GalleryExport', 'MetaFix', 'MetaLint', 'TaskList'];

/** The values that an API report lists. */
function valuesOf(report: string): string[] {
  const text = readFileSync(new URL(`../../api/${report}.api.md`, import.meta.url), 'utf8');
  const declared = text.matchAll(/^export (?:declare )?(?:class|const|function) (\w+)/gm);
  return [...new Set([...declared].map(([, name = '']) => name))]
    .filter((name) => !TYPES_ONLY.includes(name))
    .sort();
}

const LOADED = `Object.keys(require('node:module')._cache).concat(Object.keys(require.cache))`;

describe('the packed package', () => {
  it.each([
    ['imagesearch-import', 'imagesearch-import'],
    ['imagesearch-import/meta', 'meta'],
    ['imagesearch-import/emulator', 'emulator'],
    ['imagesearch-import/distributed', 'distributed'],
  ])('gives %s the values of its API report, to import and to require', (name, report) => {
    const imported = whole.run(
      `console.log(JSON.stringify(Object.keys(await import('${name}')).sort()))`,
      'module',
    );
    const required = whole.run(
      `console.log(JSON.stringify(Object.keys(require('${name}')).sort()))`,
      'commonjs',
    );
    const names = JSON.parse(imported) as string[];
    // An ES module imported from CommonJS has no default; Node adds one the other way round.
    expect(names.filter((one) => one !== 'default' && one !== 'module.exports')).toEqual(
      JSON.parse(required),
    );
    expect(JSON.parse(required)).toEqual(valuesOf(report));
  });

  it.each(['index.js', 'meta.js'])(
    'loads with %s plain ASCII, which engines keep in half the memory of other text',
    (entry) => {
      const files = new Set([entry]);
      for (const file of files) {
        const text = readFileSync(new URL(`../../dist/${file}`, import.meta.url), 'utf8');
        const imports = text.matchAll(/^(?:import|export|\}) [^;'"]*["']\.\/([^"']+)["']/gm);
        for (const [, name = ''] of imports) files.add(name);
        expect([file, /[^\0-\x7F].*/.exec(text)?.[0]]).toEqual([file, undefined]);
      }
      expect(files.size).toBeGreaterThan(3);
    },
  );

  it('loads neither ali-oss nor an Alibaba client when MetaFileBuilder is used', () => {
    const script = `
      const { MetaFileBuilder } = require('imagesearch-import');
      new MetaFileBuilder().add({ productId: '1', picName: '1.jpg' });
      console.log(JSON.stringify(${LOADED}));`;
    const loaded = JSON.parse(whole.run(script, 'commonjs')) as string[];
    expect(loaded.length).toBeGreaterThan(0);
    expect(
      loaded.filter((path) => /ali-oss|@alicloud|file-type|image-size|fast-xml-parser/.test(path)),
    ).toEqual([]);
  });

  it('keeps one pace of an instance when it is loaded both ways', () => {
    const script = `
      import { createServer } from 'node:http';
      import { createRequire } from 'node:module';
      const server = createServer((_, response) => response.end('{"Success":true,"Exists":false}'));
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      const options = {
        ...{ region: 'cn-shanghai', instance: 'shop', endpoint: '127.0.0.1:' + server.address().port },
        ...{ credentials: { accessKeyId: 'a', accessKeySecret: 'b' }, requestsPerSecond: { CheckImageExists: 5 } },
      };
      const imported = new (await import('imagesearch-import')).GalleryClient(options);
      const required = new (createRequire(import.meta.resolve('imagesearch-import'))('imagesearch-import')).GalleryClient(options);
      const start = performance.now();
      await imported.find('p', '1');
      await required.find('p', '2');
      await imported.find('p', '3');
      console.log(imported.constructor === required.constructor, performance.now() - start);
      server.close();`;
    const [same, ms] = whole.run(script, 'module').split(' ');
    expect(same).toBe('false');
    expect(Number(ms)).toBeGreaterThan(390); // two turns of 200 ms; a timer may be a little early
  });

  it.each([
    ['module', `const { MetaFileBuilder, MetaLineParser } = await import('imagesearch-import/meta');`],
    ['commonjs', `const { MetaFileBuilder, MetaLineParser } = require('imagesearch-import/meta');`],
  ] as const)('gives ./meta to a %s that has none of the dependencies', (kind, load) => {
    const script = `${load}
      const builder = new MetaFileBuilder();
      builder.add({ productId: '1', picName: '1.jpg', customContent: '' });
      console.log(new MetaLineParser().parseLine(builder.toString().trim()).record.picName);
      console.log(new MetaLineParser().parseLine('{"a":}').issues[0].column);`;
    expect(bare.run(script, kind)).toBe('1.jpg\n6\n');
  });

  it.each([
    [
      'module',
      `import { importCatalogue, ImageSearchError } from 'imagesearch-import'; import { startEmulator } from 'imagesearch-import/emulator';`,
    ],
    [
      'commonjs',
      `const { importCatalogue, ImageSearchError } = require('imagesearch-import'); const { startEmulator } = require('imagesearch-import/emulator');`,
    ],
  ] as const)('imports into its own emulator from a %s, and lets the process end', (kind, load) => {
    const script = `${load}
      (async () => {
        const emulator = await startEmulator({ taskDurationMs: 0 });
        const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint, ossEndpoint } = emulator;
        const options = { region, instance, endpoint, ossEndpoint, credentials: emulator, images: '.', to: 'oss://' + emulator.bucketName + '/a' };
        const rows = [{ productId: '1', picName: '1.jpg', operationType: 'DELETE' }, { productId: '2', image: 'nowhere.jpg' }];
        const { succeeded, refused } = await importCatalogue(rows, options);
        const failed = await importCatalogue(rows, { ...options, instance: 'nobody' }).catch((error) => error instanceof ImageSearchError && error.code);
        console.log(succeeded, refused, failed);
        await emulator.close();
      })();`;
    expect(whole.run(script, kind)).toBe('1 1 Console.InstanceNotFound\n');
  });

  it('holds what is run and what is read, and nothing of how it is made', () => {
    const inside = [
      /^dist\/[^/]+\.(js|cjs|d\.ts|d\.cts)$/,
      /^dist\/bundled-licences(-cli)?\.txt$/,
      /^schema\/(increment\.meta|cli-lines|imagesearch-import\.config)\.schema\.json$/,
      /^docs\/([\w-]+\/)*[\w-]+\.md$/,
      /^docs\/pictures\/[\w-]+\.png$/,
      /^examples\/([\w-]+\/)*[\w.-]+$/,
      /^(README(\.zh-CN)?|CHANGELOG|CONTRIBUTING|SECURITY)\.md$/,
      /^deploy\/[\w.-]+$/,
      /^(LICENSE|package\.json|llms\.txt|llms-full\.txt)$/,
    ];
    expect(whole.files.filter((path) => !inside.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(whole.files).toEqual(
      expect.arrayContaining([
        'README.md',
        'LICENSE',
        'dist/cli.cjs',
        'dist/meta.d.cts',
        'schema/increment.meta.schema.json',
      ]),
    );
  });
});
