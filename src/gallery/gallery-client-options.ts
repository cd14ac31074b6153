import { QUERIES } from '../service/calls/operations.ts';
import {
  type Connected,
  clientOptions,
  SERVICE_OPTIONS,
  type ServiceOptions,
} from '../service/connection.ts';
import type { WaitingOptions } from '../service/patience.ts';
import { atLeast } from '../shared/options/checks.ts';
import { type OptionNames, pickOptions } from '../shared/options/known-options.ts';
import type { PictureOptions } from './picture-check.ts';

/** What a `GalleryClient` takes. A misspelt name is an error. */
export interface GalleryClientOptions extends ServiceOptions, PictureOptions, WaitingOptions {
  /**
   * Calls of `find` and of each kind of search a second.
   *
   * @default `requestsPerSecond`, else the number that was bought with the instance
   */
  readonly queriesPerSecond?: number | undefined;
  /**
   * Hosts that files of exports may be read from, over https, beside `*.aliyuncs.com`: such as your own proxy's. A client of a
   * service on loopback also reads from loopback.
   */
  readonly resultHosts?: readonly string[] | undefined;
  /**
   * How long each call waits for a service that is away, in ms, beside its repeats. Without it a call throws after a second
   * or two: whoever asks about single images may have somebody waiting for the answer. An import waits for ten minutes.
   *
   * @default 0
   */
  readonly patienceMs?: number | undefined;
}

const PICTURE_OPTIONS: OptionNames<PictureOptions> = { serviceType: true, limits: true, urls: true };
const WAITING_OPTIONS: OptionNames<WaitingOptions> = { patienceMs: true, onWaiting: true };
const OPTIONS: OptionNames<GalleryClientOptions> = {
  ...{ ...SERVICE_OPTIONS, ...PICTURE_OPTIONS, ...WAITING_OPTIONS },
  ...{ queriesPerSecond: true, resultHosts: true },
};

/** Puts `queriesPerSecond` where `Connection` expects it: it is the rate of every query. */
export function withQueryRate(given: GalleryClientOptions | Connected): ServiceOptions | Connected {
  const options = clientOptions('a GalleryClient', given, OPTIONS);
  if ('connection' in options) return options;
  const service = pickOptions(options, SERVICE_OPTIONS);
  const { queriesPerSecond } = options;
  if (queriesPerSecond === undefined) return service;
  atLeast(1, 'queriesPerSecond', queriesPerSecond);
  return {
    ...service,
    requestsPerSecond: {
      ...service.requestsPerSecond,
      ...Object.fromEntries(QUERIES.map((operation) => [operation, queriesPerSecond])),
    },
  };
}
