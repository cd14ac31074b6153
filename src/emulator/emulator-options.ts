import { PIC_NAME_BASES, type PicNameBase } from '../meta/model/pic-name.ts';
import { type Clock, clockOf, systemClock } from '../shared/async/sleep.ts';
import { SERVICE_TYPES, type ServiceType } from '../shared/model/service-type.ts';
import { atLeast, callable, oneOf, show, text, within } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { checkedUsers, type EmulatedUser } from './access/emulated-user.ts';
import type { FaultRule } from './faults/fault-rule.ts';
import { BAD_LINE_RULE_NAMES } from './image-search/bad-line-rules.ts';
import { EXPORT_FORMAT_NAMES, type ExportFormat } from './image-search/export-formats.ts';
import { FAILURE_FORMAT_NAMES, type FailureFormat } from './image-search/failure-formats.ts';
import { checkedLineOrder } from './image-search/line-order.ts';
import { RATE_RULES, type RateRule } from './image-search/request-rates.ts';
import { isCustomDomain } from './oss/oss-address.ts';

/** What `startEmulator` takes. A misspelt name is an error. */
export interface EmulatorOptions {
  /** The region of both services. @default 'cn-shanghai' */
  readonly regionId?: string | undefined;
  /** The id of the account's access key. @default 'emulatorAccessKeyId' */
  readonly accessKeyId?: string | undefined;
  /** The secret of the account's access key. @default 'emulatorAccessKeySecret' */
  readonly accessKeySecret?: string | undefined;
  /** Further identities, each of which may do what its policy allows. @default the owner of the account alone */
  readonly users?: readonly EmulatedUser[] | undefined;
  /** The name of the instance. @default 'emulated' */
  readonly instanceName?: string | undefined;
  /** What the instance holds. @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** How many images the gallery can hold. @default 100_000 */
  readonly capacity?: number | undefined;
  /** The instance's limit of queries a second, which `Detail` reports; real instances have 1, 5 or 10. @default 5 */
  readonly queriesPerSecond?: number | undefined;
  /** Whether an instance refuses calls that come faster than the documents allow. @default 'documented' */
  readonly rates?: RateRule | undefined;
  /** The bucket that there is at the start. @default 'emulated-bucket' */
  readonly bucketName?: string | undefined;
  /** Further buckets, by name, with their regions. */
  readonly buckets?: Readonly<Record<string, string>> | undefined;
  /**
   * Custom domains, such as `images.shop.example`, with the bucket that each of them serves.
   *
   * @default {}: a host that is not one of OSS serves every bucket
   */
  readonly customDomains?: Readonly<Record<string, string>> | undefined;
  /** The shortest time that a batch task or an export runs, in ms. @default 500 */
  readonly taskDurationMs?: number | undefined;
  /** What PicName is relative to. @default 'folder' */
  readonly picNameBase?: PicNameBase | undefined;
  /**
   * The order in which a task carries out the lines of increment.meta: that of the file, or a random one, always the same
   * for the same seed (an integer from 0 to 4,294,967,295) and file.
   *
   * @default 'file'
   */
  readonly lineOrder?: 'file' | { readonly seed: number } | undefined;
  /**
   * What a bad line does, or one whose image is bad: it fails alone, and comes into the file of failures, or it fails the
   * whole task, which then changes nothing in the gallery and reports one failure without a line.
   *
   * @default 'fails'
   */
  readonly badLine?: 'fails' | 'failsTask' | undefined;
  /** Lets an image fail at the service: returns the code of its failure, or undefined. */
  readonly failImage?:
    | ((image: { readonly productId: string; readonly picName: string }) => string | undefined)
    | undefined;
  /** The format of failure files; that of the real service is not documented. @default 'json' */
  readonly failureFormat?: FailureFormat | undefined;
  /** The format of an export's file; that of the real service is not documented. @default 'json-lines' */
  readonly exportFormat?: ExportFormat | undefined;
  /** Which calls get a wrong answer; see `docs/emulator.md`. @default [] */
  readonly faults?: readonly FaultRule[] | undefined;
  /** A folder that keeps objects, gallery, tasks and exports when the process ends or is killed. @default all is in memory only */
  readonly stateFolder?: string | undefined;
  /** Gives the time of tasks and answers. @default the machine's clock */
  readonly clock?: Clock | undefined;
  /** 0 takes a free port. @default 0 */
  readonly imageSearchPort?: number | undefined;
  /** 0 takes a free port. @default 0 */
  readonly ossPort?: number | undefined;
  /** Called with defects of the emulator itself. @default throws the error, which ends the process */
  readonly onDefect?: ((error: unknown) => void) | undefined;
}

const EMULATOR_OPTIONS: OptionNames<EmulatorOptions> = {
  ...{ regionId: true, accessKeyId: true, accessKeySecret: true, instanceName: true, serviceType: true },
  ...{ capacity: true, queriesPerSecond: true, rates: true, bucketName: true, buckets: true },
  ...{ customDomains: true, taskDurationMs: true, picNameBase: true, failImage: true, failureFormat: true },
  ...{ lineOrder: true, badLine: true, users: true, exportFormat: true },
  ...{ faults: true, stateFolder: true, clock: true, imageSearchPort: true, ossPort: true, onDefect: true },
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
  const accessKeyId = text('accessKeyId', options.accessKeyId ?? 'emulatorAccessKeyId');
  const buckets = regions(options.buckets ?? {});
  return {
    regionId: text('regionId', options.regionId ?? 'cn-shanghai'),
    accessKeyId,
    accessKeySecret: text('accessKeySecret', options.accessKeySecret ?? 'emulatorAccessKeySecret'),
    users: checkedUsers(options.users ?? [], accessKeyId),
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
    lineOrder: checkedLineOrder(options.lineOrder ?? 'file'),
    badLine: oneOf(BAD_LINE_RULE_NAMES, 'badLine', options.badLine ?? 'fails'),
    failImage: callable('failImage', options.failImage ?? (() => undefined)),
    failureFormat: oneOf(FAILURE_FORMAT_NAMES, 'failureFormat', options.failureFormat ?? 'json'),
    exportFormat: oneOf(EXPORT_FORMAT_NAMES, 'exportFormat', options.exportFormat ?? 'json-lines'),
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
    if (!isCustomDomain(name.toLowerCase())) {
      throw new TypeError(
        `Cannot continue as 'customDomains' must name domains such as images.shop.example, without a port, and no host of OSS: current value is ${show(name)}`,
      );
    }
    return [name.toLowerCase(), oneOf(bucketNames, `customDomains.${name}`, bucket)] as const;
  });
  return new Map(entries);
}
