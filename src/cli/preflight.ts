import { stat } from 'node:fs/promises';
import type { ImageReader, ImageSource } from '../image/image-source.ts';
import { ImageValidator } from '../image/image-validator.ts';
import { parseOssAddress } from '../service/oss-address.ts';
import { filesBelow } from '../shared/files-below.ts';
import type { ServiceType } from '../shared/service-type.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { OssStore } from '../storage/oss-store.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';

export interface PreflightOptions {
  readonly serviceType: ServiceType;
  readonly concurrency: number;
  readonly region?: string;
  readonly ossEndpoint?: string;
}

/** `preflight PATH…|oss://BUCKET/PREFIX`: checks images, nothing else. */
export const preflight: Action<readonly string[], PreflightOptions> = async (
  { output, signal },
  paths,
  options,
) => {
  const { serviceType, concurrency } = options;
  const validator = new ImageValidator({ serviceType });
  const summary = { images: 0, accepted: 0, refused: 0 };
  const stores: OssStore[] = [];
  try {
    for await (const { name, ok, bytes, facts, issues } of validator.validateAll(
      sources(paths, options, stores, signal),
      { concurrency, signal },
    )) {
      summary.images += 1;
      summary[ok ? 'accepted' : 'refused'] += 1;
      const { format = null, width = null, height = null, orientation = null } = facts ?? {};
      const shown = issues.map(({ code, severity, message }) => ({ code, severity, message }));
      const lines = shown.map(({ code, severity, message }) => `${name} ${severity} ${code} ${message}`);
      await output.result(
        { path: name, ok, format, width, height, bytes, orientation, issues: shown },
        (lines.length === 0 ? [`${name} ok ${format} ${width}×${height}`] : lines).map(printable).join('\n'),
      );
    }
  } finally {
    for (const store of stores) store.close();
  }
  const { images, accepted, refused } = summary;
  await output.result({ summary }, `${images} images: ${accepted} accepted, ${refused} refused`);
  return refused > 0 ? EXIT.data : EXIT.fine;
};

async function* sources(
  paths: readonly string[],
  { region, ossEndpoint }: PreflightOptions,
  stores: OssStore[],
  signal: AbortSignal,
): AsyncGenerator<ImageSource, void, void> {
  for (const path of paths) {
    if (!path.startsWith('oss://')) {
      const found = await stat(path).catch(() => undefined); // the validator reports what does not exist
      if (found?.isDirectory()) yield* filesBelow(path, signal);
      else yield path;
      continue;
    }
    if (region === undefined) throw new TypeError(`Cannot check ${path} as an OSS address needs --region`);
    const { bucket } = parseOssAddress(path);
    const prefix = path.slice(`oss://${bucket}/`.length); // as it was given: `a/` is not `ab`
    const store = new OssStore({ bucket, region, endpoint: ossEndpoint });
    stores.push(store);
    for await (const { key } of store.list(prefix, { signal })) {
      if (!/(^|\/)(increment\.meta)?$/.test(key)) yield objectReader(store, key); // no folders, no meta files
    }
  }
}

const objectReader = (store: ObjectStore, key: string): ImageReader => ({
  name: `${store.name}/${key}`,
  read: (offset, length, signal) => store.read(key, { offset, length }, { signal }),
});
