import {
  type Connected,
  Connection,
  clientOptions,
  SERVICE_OPTIONS,
  type ServiceOptions,
} from '../service/connection.ts';
import { ImageSearchService } from '../service/image-search-service.ts';
import { type CallOptions, signalOf } from '../shared/call-options.ts';
import { atLeast, wholeText } from '../shared/checks.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import type { OptionNames } from '../shared/known-options.ts';
import { SERVICE_TYPE_NUMBERS, SERVICE_TYPES, type ServiceType } from '../shared/service-type.ts';
import { SharedCall } from '../shared/shared-call.ts';

/** An Image Search instance, as `Detail` describes it. */
export interface InstanceDetail {
  readonly name: string;
  readonly region: string;
  /** Undefined when the service reports a number that no document names. */
  readonly serviceType: ServiceType | undefined;
  /** Images that fit into the gallery. */
  readonly capacity: number;
  /** Images in the gallery. */
  readonly images: number;
  /** Queries a second that were bought with the instance. */
  readonly queriesPerSecond: number;
}

/** An image in the gallery, as `CheckImageExists` returns it. */
export interface GalleryImage {
  readonly productId: string;
  readonly picName: string;
  readonly categoryId: number | undefined;
  readonly customContent: string | undefined;
  readonly intAttr: number | undefined;
  readonly intAttr2: number | undefined;
  readonly intAttr3: number | undefined;
  readonly intAttr4: number | undefined;
  readonly strAttr: string | undefined;
  readonly strAttr2: string | undefined;
  readonly strAttr3: string | undefined;
  readonly strAttr4: string | undefined;
}

export interface GalleryClientOptions extends ServiceOptions {
  /** Calls of `find` a second. @default `requestsPerSecond.CheckImageExists`, else the number that was bought with the instance */
  readonly queriesPerSecond?: number | undefined;
}

const OPTIONS: OptionNames<GalleryClientOptions> = { ...SERVICE_OPTIONS, queriesPerSecond: true };

/** Direct calls to the gallery of one instance. */
export class GalleryClient {
  readonly #service: ImageSearchService;
  readonly #sharedDetail = new SharedCall((signal) => this.detail({ signal }));

  /**
   * @param options or an `ImageSearchClient`, whose connection this client then uses
   * @throws {TypeError | RangeError} when an option is missing or out of its range
   */
  constructor(options: GalleryClientOptions | { readonly connection: Connection }) {
    this.#service = new ImageSearchService({ connection: Connection.of(withQueryRate(options)) });
  }

  /** @throws {ImageSearchError} such as `Console.InstanceNotFound` */
  async detail(options: CallOptions = {}): Promise<InstanceDetail> {
    const signal = signalOf('detail()', options);
    const { body } = await this.#service.call('Detail', {}, signal);
    const { Instance } = body;
    if (typeof Instance !== 'object' || Instance === null) {
      throw badAnswer('Cannot read the instance: Detail answered without one');
    }
    const raw = Instance as Record<string, unknown>;
    const reported = Number(raw['Qps']);
    const queriesPerSecond = reported > 1 ? reported : 1; // NaN, when there is no number, gives 1
    this.#service.connection.rates.learn('CheckImageExists', queriesPerSecond);
    return {
      name: String(raw['Name'] ?? ''),
      region: String(raw['Region'] ?? ''),
      serviceType: SERVICE_TYPES.find((name) =>
        SERVICE_TYPE_NUMBERS[name].includes(Number(raw['ServiceType'] ?? Number.NaN)),
      ),
      capacity: Number(raw['Capacity'] ?? 0) * 10_000, // Detail counts in ten thousands
      images: Number(raw['TotalCount'] ?? 0),
      queriesPerSecond,
    };
  }

  /**
   * Finds the image of this product id and name; undefined when the gallery has no such image.
   * Calls no more often than the instance allows (`queriesPerSecond`).
   *
   * @throws {TypeError} for a text that has half of a surrogate pair, before anything is sent
   */
  async find(
    productId: string,
    picName: string,
    options: CallOptions = {},
  ): Promise<GalleryImage | undefined> {
    const signal = signalOf('find()', options);
    wholeText('productId', productId);
    wholeText('picName', picName);
    if (!this.#service.connection.rates.knows('CheckImageExists')) await this.#sharedDetail.ask(signal);
    const { body } = await this.#service.call(
      'CheckImageExists',
      { ProductId: productId, PicName: picName },
      signal,
    );
    const { Exists, Auctions } = body;
    if (typeof Exists !== 'boolean')
      throw badAnswer('Cannot find the image: CheckImageExists did not say whether it exists');
    if (!Exists) return undefined;
    const raw = (Auctions ?? {}) as Record<string, unknown>;
    const integer = (name: string) => (typeof raw[name] === 'number' ? raw[name] : undefined);
    const words = (name: string) => (typeof raw[name] === 'string' ? raw[name] : undefined);
    return {
      productId,
      picName,
      categoryId: integer('CategoryId'),
      customContent: words('CustomContent'),
      intAttr: integer('IntAttr'),
      intAttr2: integer('IntAttr2'),
      intAttr3: integer('IntAttr3'),
      intAttr4: integer('IntAttr4'),
      strAttr: words('StrAttr'),
      strAttr2: words('StrAttr2'),
      strAttr3: words('StrAttr3'),
      strAttr4: words('StrAttr4'),
    };
  }
}

/** Puts `queriesPerSecond` where `Connection` expects it: it is the rate of CheckImageExists. */
function withQueryRate(given: GalleryClientOptions | Connected): ServiceOptions | Connected {
  const options = clientOptions('a GalleryClient', given, OPTIONS);
  if ('connection' in options) return options;
  const { queriesPerSecond, ...service } = options;
  if (queriesPerSecond === undefined) return service;
  atLeast(1, 'queriesPerSecond', queriesPerSecond);
  return {
    ...service,
    requestsPerSecond: { ...service.requestsPerSecond, CheckImageExists: queriesPerSecond },
  };
}

const badAnswer = (message: string) => new ImageSearchError(message, { code: 'BAD_ANSWER', retryable: true });
