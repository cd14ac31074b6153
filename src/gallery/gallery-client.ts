import type { ImageSource } from '../image/image-source.ts';
import type { AddInput } from '../meta/model/meta-record.ts';
import { addsPerSecond, type ImageSearchOperation, QUERIES } from '../service/calls/operations.ts';
import { Connection } from '../service/connection.ts';
import { ImageSearchService } from '../service/image-search-service.ts';
import { DEFAULT_PATIENCE_MS, Patience, patienceOf, type WaitingOptions } from '../service/patience.ts';
import { ResultHosts } from '../service/result-file/result-hosts.ts';
import { SharedCall } from '../shared/async/shared-call.ts';
import type { ServiceType } from '../shared/model/service-type.ts';
import { type CallOptions, signalOf } from '../shared/options/call-options.ts';
import { objectGiven, wholeText } from '../shared/options/checks.ts';
import { assertDone, badAnswer } from './bad-answer.ts';
import { type DeleteTarget, deleteParameters } from './delete-target.ts';
import { ExportCalls } from './export/export-calls.ts';
import { type ExportOptions, GalleryExport } from './export/gallery-export.ts';
import { type GalleryClientOptions, withQueryRate } from './gallery-client-options.ts';
import { type GalleryImage, readAttributes } from './gallery-image.ts';
import { checkedRecord, describedParameters, imageParameters } from './image-parameters.ts';
import { imageNamed } from './image-refused.ts';
import { type ImageUpdate, updatedRecord } from './image-update.ts';
import { type InstanceDetail, readInstanceDetail } from './instance-detail.ts';
import { PictureCheck, type PictureOptions } from './picture-check.ts';
import { type PictureInfo, readPictureInfo } from './picture-info.ts';
import { checkedQuery, type SearchQuery } from './search/search-query.ts';
import { readSearchResult, type SearchResult } from './search/search-result.ts';

/** An image for the gallery: what a line of increment.meta says of it, and the picture itself. */
export type ImageToAdd = AddInput & { readonly picture: ImageSource };

/** Operations whose answers must have more than a success. */
const SAY_MORE: ReadonlySet<ImageSearchOperation> = new Set(['Detail', 'CheckImageExists']);

/**
 * Calls of the gallery of one instance: each at the instance's pace, and repeated where that is safe.
 *
 * @example
 * const gallery = new GalleryClient({ region: 'cn-shanghai', instance: 'shop' });
 * await gallery.add({ productId: '1001', picName: '1001-front.jpg', picture: 'photos/1001-front.jpg' });
 * console.log(await gallery.find('1001', '1001-front.jpg'));
 */
export class GalleryClient {
  readonly #service: ImageSearchService;
  readonly #pictures: PictureCheck;
  #serviceType: ServiceType | undefined;
  readonly #patience: Patience;
  /** An export takes minutes: watching it goes on through an outage, whatever the other calls do. */
  readonly #exportPatience: Patience;
  readonly #resultHosts: ResultHosts;
  readonly #sharedDetail = new SharedCall((signal) => this.detail({ signal }));

  /**
   * @param options or an `ImageSearchClient`, whose connection this client then uses; with `{ connection, patienceMs }` it
   * waits for a service that is away
   * @throws {TypeError | RangeError} when an option is missing or out of its range
   */
  constructor(
    options:
      | GalleryClientOptions
      | (PictureOptions &
          WaitingOptions &
          Pick<GalleryClientOptions, 'resultHosts'> & { readonly connection: Connection }),
  ) {
    const connection = Connection.of(withQueryRate(options));
    this.#service = new ImageSearchService({ connection });
    this.#patience = patienceOf(options, 0, connection.clock);
    this.#exportPatience = options.patienceMs
      ? this.#patience
      : new Patience({ clock: connection.clock, patienceMs: DEFAULT_PATIENCE_MS });
    this.#resultHosts = new ResultHosts(options.resultHosts ?? [], connection.endpoint.host);
    this.#pictures = new PictureCheck(options);
    this.#serviceType = this.#pictures.serviceType;
  }

  /**
   * What the instance is: its capacity, its queries a second, its end.
   *
   * @throws {ImageSearchError} such as `Console.InstanceNotFound`
   */
  async detail(options: CallOptions = {}): Promise<InstanceDetail> {
    const { body } = await this.#call('Detail', {}, signalOf('detail()', options));
    const detail = readInstanceDetail(body);
    const { rates } = this.#service.connection;
    for (const operation of QUERIES) rates.learn(operation, detail.queriesPerSecond);
    rates.learn('AddImage', addsPerSecond(detail.capacity));
    this.#serviceType ??= detail.serviceType;
    return detail;
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
    await this.#learnRate('CheckImageExists', signal);
    const parameters = { ProductId: productId, PicName: picName };
    const { body } = await this.#call('CheckImageExists', parameters, signal);
    const { Exists, Auctions } = body;
    if (typeof Exists !== 'boolean')
      throw badAnswer('Cannot find the image: CheckImageExists did not say whether it exists');
    if (!Exists) return undefined;
    return { productId, picName, ...readAttributes((Auctions ?? {}) as Record<string, unknown>) };
  }

  /**
   * Adds an image, or overwrites the image of the same product id and name. The picture is read and checked first. A call
   * whose answer was lost is sent again: adding twice is the same as adding once.
   *
   * @example
   * await gallery.add({ productId: '1001', picName: '1001-front.jpg', picture: 'photos/1001-front.jpg' });
   * @throws {TypeError} for a picture that is no image source
   * @throws {ImageRefused} when the description or the picture breaks a rule, before anything is sent
   * @throws {ImageSearchError} such as `InstanceOverQuota`
   */
  async add(image: ImageToAdd, options: CallOptions = {}): Promise<PictureInfo> {
    const signal = signalOf('add()', options);
    const { picture, ...input } = objectGiven('the image for add()', image);
    const what = `add ${imageNamed(input)}`;
    const serviceType = await this.#knownServiceType('AddImage', signal);
    const record = checkedRecord(what, input, serviceType);
    const PicContent = await this.#pictures.readBase64(picture, record, serviceType, what, signal);
    const { body } = await this.#call('AddImage', { ...imageParameters(record), PicContent }, signal);
    return readPictureInfo(body);
  }

  /**
   * Changes the custom content or the attributes of an image, never its picture or category. What is not named stays. No
   * document says what the service does when the gallery has no such image, nor on which instances that were made before
   * 2022 the call works.
   *
   * @throws {TypeError} when nothing is to be changed
   * @throws {ImageRefused} when a value breaks a rule, before anything is sent
   */
  async update(image: ImageUpdate, options: CallOptions = {}): Promise<void> {
    const signal = signalOf('update()', options);
    const parameters = imageParameters(updatedRecord(image));
    await this.#call('UpdateImage', parameters, signal);
  }

  /**
   * Deletes an image, or where that is said every image of a product or of a filter. Returns the PicNames that the service
   * says it has deleted. It also succeeds where there is nothing to delete, so that success does not prove that an image was
   * there; `find` proves that it is gone.
   *
   * @throws {TypeError} when the target does not say which images are meant, or its filter cannot be read
   */
  async delete(
    target: DeleteTarget,
    options: CallOptions = {},
  ): Promise<{ readonly picNames: readonly string[] }> {
    const signal = signalOf('delete()', options);
    const { body } = await this.#call('DeleteImage', deleteParameters(target), signal);
    const { PicNames } = (body['Data'] ?? {}) as Record<string, unknown>;
    return { picNames: Array.isArray(PicNames) ? PicNames.map(String) : [] };
  }

  /**
   * Searches the gallery: by a picture, by an image of the gallery, by a text or by a filter. A picture is read and checked as
   * `add` does.
   *
   * @example
   * const { images } = await gallery.search({ picture: 'photos/shoe.jpg', count: 5, scoreThreshold: 0.5 });
   * @throws {TypeError} unless exactly one kind of question is asked, or for a filter that cannot be read
   * @throws {RangeError} for a number out of its range
   * @throws {ImageRefused} when the picture, its region or the category breaks a rule, before anything is sent
   * @throws {ImageSearchError} such as `UnsupportedInstanceType` for a text on an instance without multimodal search
   */
  async search(query: SearchQuery, options: CallOptions = {}): Promise<SearchResult> {
    const signal = signalOf('search()', options);
    const { operation, picture, described, parameters } = checkedQuery(query);
    const serviceType = await this.#knownServiceType(operation, signal);
    const what = 'search the gallery';
    const checked = describedParameters(what, described, serviceType);
    const PicContent =
      picture && (await this.#pictures.readBase64(picture, described, serviceType, what, signal));
    const { body } = await this.#call(operation, { ...parameters, ...checked, PicContent }, signal);
    return readSearchResult(body);
  }

  /**
   * Exports the gallery: every image, as the gallery was when the service has written its file. Nothing is asked before the
   * first image is. The format of the file is documented nowhere; `summary` says whether all of it was understood.
   *
   * @example
   * const images = gallery.export();
   * for await (const { productId, picName } of images) console.log(productId, picName);
   * if (images.summary.notUnderstood > 0) console.error(images.summary.examples);
   * @throws {ImageSearchError} when images are read: `Console.TaskAlreadyExist` when another export runs, `EXPORT_FAILED`,
   * `EXPORT_FILE_UNREADABLE`, or the service's code
   */
  export(options: ExportOptions = {}): GalleryExport {
    return this.exportPatiently(this.#exportPatience, options);
  }

  /**
   * Exports the gallery as a part of other work, whose patience counts while the export is watched.
   *
   * @internal
   */
  exportPatiently(patience: Patience, options: ExportOptions): GalleryExport {
    return new GalleryExport(options, { service: this.#service, patience, hosts: this.#resultHosts });
  }

  /**
   * The export that runs on the instance now, whoever has started it: an instance runs one at a time. Undefined when none does.
   *
   * @throws {ImageSearchError} such as `Console.NoPermission`
   */
  async runningExport(options: CallOptions = {}): Promise<{ readonly id: string } | undefined> {
    const signal = signalOf('runningExport()', options);
    const running = await new ExportCalls(this.#service, this.#patience).running(signal);
    return running && { id: running.id };
  }

  /** Asks `Detail` where the caller has not said the type, or where the pace of the operation is not known. */
  async #knownServiceType(
    operation: ImageSearchOperation,
    signal: AbortSignal | undefined,
  ): Promise<ServiceType> {
    if (this.#serviceType === undefined) await this.#sharedDetail.ask(signal);
    else await this.#learnRate(operation, signal);
    return this.#serviceType ?? 'product'; // a number that no document names
  }

  async #learnRate(operation: ImageSearchOperation, signal: AbortSignal | undefined): Promise<void> {
    if (this.#service.connection.rates.rateOf(operation) === undefined) await this.#sharedDetail.ask(signal);
  }

  #call(
    operation: ImageSearchOperation,
    parameters: Readonly<Record<string, string | undefined>>,
    signal?: AbortSignal,
  ) {
    const once = async () => {
      const answer = await this.#service.call(operation, parameters, signal);
      if (!SAY_MORE.has(operation)) assertDone(operation, answer.body);
      return answer;
    };
    return this.#patience.run(once, { signal });
  }
}
