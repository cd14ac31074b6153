import { PIC_NAME_BASES } from '../../meta/model/pic-name.ts';
import { type Endpoint, parseEndpoint } from '../../service/addresses/endpoint.ts';
import { atLeast, oneOf, show } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { checkFolder } from '../../task/submit/check-meta-file.ts';
import {
  CONNECTION_OPTIONS,
  type ConnectionSettings,
  checkClient,
  connectionOf,
} from '../connection-options.ts';
import { addressOf } from '../import-address.ts';
import type { ClientChoice, ImportOptions } from '../import-options.ts';
import { ROUTES } from '../route.ts';
import { VERIFY } from '../settle/verification.ts';

/** The import that is meant, and how its services are reached. */
export type ReadinessOptions = Pick<ImportOptions, 'to' | 'route' | 'picNameBase' | 'verify' | 'signal'> & {
  /** How many images are to be added. @default 1 */
  readonly adds?: number | undefined;
  /**
   * The endpoint of STS, which says whose the credentials are: `host`, `host:port` or a URL.
   *
   * @default sts.REGION.aliyuncs.com, or sts-vpc.REGION.aliyuncs.com with `network: 'vpc'`; for an Image Search on this machine,
   * its own endpoint, since the emulator serves both
   */
  readonly stsEndpoint?: string | undefined;
} & ClientChoice;

const OPTIONS: OptionNames<ReadinessOptions> = {
  ...{ to: true, route: true, picNameBase: true, verify: true, signal: true, adds: true, client: true },
  stsEndpoint: true,
  ...CONNECTION_OPTIONS,
};

/** The options, checked, with their defaults. */
export type ReadinessSettings = ReturnType<typeof readinessSettings>;

/** @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range */
export function readinessSettings(options: ReadinessOptions) {
  knownOptions('checkReadiness()', options, OPTIONS);
  const { route = 'batch', picNameBase = 'folder', adds = 1, verify = 'sample' } = options;
  const { stsEndpoint, signal, client } = options;
  checkClient(client);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(
      `Cannot continue as 'signal' must be an AbortSignal: current value is ${show(signal)}`,
    );
  }
  const address = addressOf(options);
  if (address !== undefined && route !== 'direct') checkFolder(address);
  const connection: ConnectionSettings = connectionOf(options);
  const sts: Endpoint | undefined =
    stsEndpoint === undefined ? undefined : parseEndpoint('stsEndpoint', stsEndpoint);
  return {
    ...{ address, connection, sts, signal },
    route: oneOf(ROUTES, 'route', route),
    picNameBase: oneOf(PIC_NAME_BASES, 'picNameBase', picNameBase),
    verify: oneOf(VERIFY, 'verify', verify),
    adds: atLeast(0, 'adds', adds),
  } as const;
}
