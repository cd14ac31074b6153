import { PIC_NAME_BASES, type PicNameBase } from '../meta/model/pic-name.ts';
import { atLeast, callable, oneOf, show, text, within } from '../shared/checks.ts';
import { knownOptions, type OptionNames } from '../shared/known-options.ts';
import { SERVICE_TYPES, type ServiceType } from '../shared/service-type.ts';
import { type Clock, clockOf, systemClock } from '../shared/sleep.ts';
import type { FaultRule } from './faults/fault-rule.ts';
import { FAILURE_FORMAT_NAMES, type FailureFormat } from './image-search/failure-formats.ts';
import { RATE_RULES, type RateRule } from './image-search/request-rates.ts';
import { canBeCustomDomain } from './oss/oss-address.ts';

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
  /** How many images the gallery can hold. @default 100_000 */
  readonly capacity?: number | undefined;
  /** The instance's limit of queries a second, which `Detail` reports; real instances have 1, 5 or 10. @default 5 */
  readonly queriesPerSecond?: number | undefined;
  /** Whether an instance refuses calls that come faster than the documents allow. @default 'documented' */
  readonly rates?: RateRule | undefined;
  /** @default 'emulated-bucket' */
  readonly bucketName?: string | undefined;
  /** Further buckets, by name, with their regions. */
  readonly buckets?: Readonly<Record<string, string>> | undefined;
  /**
   * Custom domains, such as `images.shop.example`, with the bucket that each of them serves.
   *
   * @default {}: a host that is not one of OSS serves every bucket
   */
  readonly customDomains?: Readonly<Record<string, string>> | undefined;
  /** The shortest time that a batch task runs, in ms. @default 500 */
  readonly taskDurationMs?: number | undefined;
  /** What PicName is relative to. @default 'folder' */
  readonly picNameBase?: PicNameBase | undefined;
  /** Lets an image fail at the service: returns the code of its failure, or undefined. */
  readonly failImage?:
    | ((image: { readonly productId: string; readonly picName: string }) => string | undefined)
    | undefined;
  /** The format of failure files; that of the real service is not documented. @default 'json' */
  readonly failureFormat?: FailureFormat | undefined;
  /** Which calls get a wrong answer; see `docs/emulator.md`. @default [] */
  readonly faults?: readonly FaultRule[] | undefined;
  /** A folder that keeps objects, gallery and tasks when the process ends or is killed. @default all is in memory only */
  readonly stateFolder?: string | undefined;
  /** @default the machine's clock */
  readonly clock?: Clock | undefined;
  /** 0 takes a free port. @default 0 */
  readonly imageSearchPort?: number | undefined;
  /** 0 takes a free port. @default 0 */
  readonly ossPort?: number | undefined;
  /** Called with defects of the emulator itself. @default throws the error, which ends the process */
  readonly onDefect?: ((error: unknown) => void) | undefined;
}

const EMULATOR_OPTIONS: OptionNames<EmulatorOptions> = {
  regionId: true,
  accessKeyId: true,
  accessKeySecret: true,
  instanceName: true,
  serviceType: true,
  capacity: true,
  queriesPerSecond: true,
  rates: true,
  bucketName: true,
  buckets: true,
  customDomains: true,
  taskDurationMs: true,
  picNameBase: true,
  failImage: true,
  failureFormat: true,
  faults: true,
  stateFolder: true,
  clock: true,
  imageSearchPort: true,
  ossPort: true,
  onDefect: true,
};

export type EmulatorSettings = ReturnType<typeof emulatorSettings>;

/**
 * The options, checked, with their defaults filled in.
 *
 * @throws {TypeError | RangeError} when one is out of its range
 */
export function emulatorSettings(options: EmulatorOptions) {
  knownOptions('startEmulator()', options, EMULATOR_OPTIONS);
  const bucketName = options.bucketName ?? 'emulated-bucket';
  const buckets = regions(options.buckets ?? {});
  return {
    regionId: text('regionId', options.regionId ?? 'cn-shanghai'),
    accessKeyId: text('accessKeyId', options.accessKeyId ?? 'emulatorAccessKeyId'),
    accessKeySecret: text('accessKeySecret', options.accessKeySecret ?? 'emulatorAccessKeySecret'),
    instanceName: text('instanceName', options.instanceName ?? 'emulated'),
    serviceType: oneOf(SERVICE_TYPES, 'serviceType', options.serviceType ?? 'product'),
    capacity: atLeast(0, 'capacity', options.capacity ?? 100_000),
    queriesPerSecond: atLeast(1, 'queriesPerSecond', options.queriesPerSecond ?? 5),
    rates: oneOf(RATE_RULES, 'rates', options.rates ?? 'documented'),
    bucketName,
    buckets,
    customDomains: domains(options.customDomains ?? {}, [bucketName, ...Object.keys(buckets)]),
    taskDurationMs: atLeast(0, 'taskDurationMs', options.taskDurationMs ?? 500),
    picNameBase: oneOf(PIC_NAME_BASES, 'picNameBase', options.picNameBase ?? 'folder'),
    failImage: callable('failImage', options.failImage ?? (() => undefined)),
    failureFormat: oneOf(FAILURE_FORMAT_NAMES, 'failureFormat', options.failureFormat ?? 'json'),
    faults: list('faults', options.faults ?? []),
    stateFolder: options.stateFolder === undefined ? undefined : text('stateFolder', options.stateFolder),
    clock: clockOf(options.clock ?? systemClock),
    imageSearchPort: within(0, 65_535, 'imageSearchPort', options.imageSearchPort ?? 0),
    ossPort: within(0, 65_535, 'ossPort', options.ossPort ?? 0),
    onDefect: callable(
      'onDefect',
      options.onDefect ??
        ((error: unknown) => {
          throw error;
        }),
    ),
  } as const;
}

function list<T>(name: string, value: readonly T[]): readonly T[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`Cannot continue as '${name}' must be a list: current value is ${show(value)}`);
}

function regions(buckets: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (typeof buckets !== 'object') {
    throw new TypeError(
      `Cannot continue as 'buckets' must be names with their regions: current value is ${show(buckets)}`,
    );
  }
  for (const [name, region] of Object.entries(buckets)) text(`buckets.${name}`, region);
  return buckets;
}

function domains(
  customDomains: Readonly<Record<string, string>>,
  bucketNames: readonly string[],
): ReadonlyMap<string, string> {
  if (typeof customDomains !== 'object') {
    throw new TypeError(
      `Cannot continue as 'customDomains' must be domains with their buckets: current value is ${show(customDomains)}`,
    );
  }
  const entries = Object.entries(customDomains).map(([name, bucket]) => {
    if (!canBeCustomDomain(name.toLowerCase())) {
      throw new TypeError(
        `Cannot continue as 'customDomains' must name domains such as images.shop.example, without a port, and no host of OSS: current value is ${show(name)}`,
      );
    }
    return [name.toLowerCase(), oneOf(bucketNames, `customDomains.${name}`, bucket)] as const;
  });
  return new Map(entries);
}
