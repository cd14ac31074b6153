import { PIC_NAME_BASES, type PicNameBase } from '../meta/rules/pic-name.ts';
import { atLeast, oneOf, text } from '../shared/checks.ts';
import { SERVICE_TYPE_NAMES, type ServiceType } from '../shared/service-type.ts';
import { type Clock, systemClock } from '../shared/sleep.ts';
import { FAILURE_FORMAT_NAMES, type FailureFormat } from './image-search/failure-formats.ts';

export interface EmulatorOptions {
  /** @default 'cn-shanghai' */
  readonly regionId?: string | undefined;
  /** @default 'emulatorAccessKeyId' */
  readonly accessKeyId?: string | undefined;
  /** @default 'emulatorAccessKeySecret' */
  readonly accessKeySecret?: string | undefined;
  /** @default 'emulated' */
  readonly instanceName?: string | undefined;
  /** @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** Images that fit into the gallery. @default 100_000 */
  readonly capacity?: number | undefined;
  /** What `Detail` reports; the real instances have 1, 5 or 10. @default 1_000 */
  readonly queriesPerSecond?: number | undefined;
  /** @default 'emulated-bucket' */
  readonly bucketName?: string | undefined;
  /** Further buckets, by name, with their regions. */
  readonly buckets?: Readonly<Record<string, string>> | undefined;
  /** How long a batch task runs at least, in ms. @default 500 */
  readonly taskDurationMs?: number | undefined;
  /** What PicName is relative to. @default 'folder' */
  readonly picNameBase?: PicNameBase | undefined;
  /** Lets an image fail at the service: returns the code of its failure, or undefined. */
  readonly failImage?:
    | ((image: { readonly productId: string; readonly picName: string }) => string | undefined)
    | undefined;
  /** What a file of failures is written as; the real service's format is told nowhere. @default 'json' */
  readonly failureFormat?: FailureFormat | undefined;
  /** @default the machine's clock */
  readonly clock?: Clock | undefined;
  /** Ports; 0 takes a free one. @default 0 */
  readonly imageSearchPort?: number | undefined;
  readonly ossPort?: number | undefined;
  /** Hears of faults of the emulator itself. @default throws, out of reach of the request */
  readonly onDefect?: ((error: unknown) => void) | undefined;
}

/**
 * The options, checked, with their defaults.
 *
 * @throws {TypeError | RangeError} when one is out of its range
 */
export function emulatorSettings(options: EmulatorOptions) {
  return {
    regionId: text('regionId', options.regionId ?? 'cn-shanghai'),
    accessKeyId: text('accessKeyId', options.accessKeyId ?? 'emulatorAccessKeyId'),
    accessKeySecret: text('accessKeySecret', options.accessKeySecret ?? 'emulatorAccessKeySecret'),
    instanceName: text('instanceName', options.instanceName ?? 'emulated'),
    serviceType: oneOf(SERVICE_TYPE_NAMES, 'serviceType', options.serviceType ?? 'product'),
    capacity: atLeast(0, 'capacity', options.capacity ?? 100_000),
    queriesPerSecond: atLeast(1, 'queriesPerSecond', options.queriesPerSecond ?? 1_000),
    bucketName: options.bucketName ?? 'emulated-bucket',
    buckets: options.buckets ?? {},
    taskDurationMs: atLeast(0, 'taskDurationMs', options.taskDurationMs ?? 500),
    picNameBase: oneOf(PIC_NAME_BASES, 'picNameBase', options.picNameBase ?? 'folder'),
    failImage: options.failImage ?? (() => undefined),
    failureFormat: oneOf(FAILURE_FORMAT_NAMES, 'failureFormat', options.failureFormat ?? 'json'),
    clock: options.clock ?? systemClock,
    imageSearchPort: port('imageSearchPort', options.imageSearchPort ?? 0),
    ossPort: port('ossPort', options.ossPort ?? 0),
    onDefect:
      options.onDefect ??
      ((error: unknown) => {
        throw error;
      }),
  } as const;
}

function port(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new RangeError(
    `Cannot continue as '${name}' must be an integer from 0 to 65535: current value is ${value}`,
  );
}
