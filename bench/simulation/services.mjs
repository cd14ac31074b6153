// OSS and Image Search as an import meets them, but with neither images nor a gallery: they count, and forget.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { ImageSearchError } from 'imagesearch-import';
import { isOfKind } from './catalogue.mjs';

/** A clock that jumps over every wait: an hour of waiting takes no time. */
export class JumpingClock {
  #now = Date.now();
  now = () => this.#now;
  sleep = async (ms, signal) => {
    signal?.throwIfAborted();
    this.#now += ms;
  };
}

/** A bucket in which every image is the same one. Of increment.meta it remembers where it came from. */
export class SimulatedStore {
  name = 'oss://bucket';
  bucket = 'bucket';
  requests = { GetObject: 0, PutObject: 0, HeadObject: 0 };
  metaFile;
  #image;

  constructor(image) {
    this.#image = image;
  }

  async read(key) {
    this.requests.GetObject += 1;
    if (isOfKind(`P${key.slice(-14, -4)}`, 'missingImage'))
      throw new ImageSearchError(`${key} is missing`, { code: 'NoSuchKey' });
    return { bytes: this.#image, size: this.#image.length };
  }

  async put(key, content) {
    this.requests.PutObject += 1;
    if (content instanceof Uint8Array) return { key, bytes: content.length };
    this.metaFile = content.path;
    return { key, bytes: statSync(content.path).size, etag: 'META' };
  }

  async head(key) {
    this.requests.HeadObject += 1;
    return key.endsWith('increment.meta') && this.metaFile !== undefined
      ? { key, bytes: statSync(this.metaFile).size, etag: 'META' }
      : undefined;
  }

  async delete() {}

  async *list() {}
}

/** An instance that runs tasks of a given time, and knows every image that it was given. */
export class SimulatedInstance {
  requests = {};
  /** Lines that tasks have read. */
  lines = 0;
  #tasks = [];
  #failures = '';
  #server;
  #options;

  /** @param options `clock`, `store`, and `taskMs`, the time of a task */
  constructor(options) {
    this.#options = options;
  }

  async open() {
    this.#server = createServer((request, response) => this.#serve(request, response));
    await new Promise((done) => this.#server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request, response) {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { pathname, searchParams, origin } = new URL(request.url, `http://${request.headers.host}`);
    if (pathname === '/failures')
      return response.writeHead(200, { 'x-oss-request-id': 'simulated' }).end(this.#failures);
    const operation = request.headers['x-acs-action'];
    this.requests[operation] = (this.requests[operation] ?? 0) + 1;
    const parameters = Object.fromEntries([...searchParams, ...new URLSearchParams(body)]);
    const answer = await this[`answer${operation}`](parameters, origin);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ RequestId: 'simulated', ...answer }));
  }

  answerDetail() {
    const Instance = { Name: 'shop', Region: 'cn-shanghai', ServiceType: 0, Capacity: 5_000, Qps: 5 };
    return { Success: true, Instance };
  }

  async answerIncreaseInstance() {
    const { clock, store } = this.#options;
    const Id = String(this.#tasks.length + 1);
    this.#failures = await this.#failuresIn(store.metaFile);
    this.#tasks.push({ Id, startedAt: clock.now(), hasFailures: this.#failures !== '' });
    return { Success: true, Data: { Id, IncrementStatus: 'PROCESSING' } };
  }

  answerIncreaseList({ Id, PageNumber = '1', PageSize = '10' }, origin) {
    const tasks = Id === undefined ? this.#tasks.toReversed() : [this.#tasks[Number(Id) - 1]];
    const from = (Number(PageNumber) - 1) * Number(PageSize);
    const Instance = tasks.slice(from, from + Number(PageSize)).map((task) => this.#listed(task, origin));
    return { Data: { Increments: { Instance }, PageNumber, PageSize, TotalCount: tasks.length } };
  }

  answerCheckImageExists({ ProductId }) {
    return { Success: true, Code: 0, Msg: 'success', Exists: !isOfKind(ProductId, 'deletion') };
  }

  #listed({ Id, startedAt, hasFailures }, origin) {
    const { clock, taskMs } = this.#options;
    const isOver = clock.now() >= startedAt + taskMs;
    return {
      ...{ Id: Number(Id), BucketName: 'bucket', Path: '/shop', Code: '0', Msg: 'success' },
      ...{
        Status: isOver ? 'SUCCESS' : 'PROCESSING',
        ErrorUrl: hasFailures && isOver ? `${origin}/failures` : '',
      },
      ...{ UtcCreate: String(startedAt), UtcModified: startedAt },
    };
  }

  /** Reads increment.meta as a task does, and names the lines that it does not take. */
  async #failuresIn(metaFile) {
    const failures = [];
    for await (const line of createInterface({ input: createReadStream(metaFile) })) {
      this.lines += 1;
      const { ProductId, PicName } = JSON.parse(line);
      if (isOfKind(ProductId, 'failing')) failures.push({ ProductId, PicName, Code: 'InvalidPicContent' });
      else if (isOfKind(ProductId, 'retried') && !this.#isSecond(ProductId))
        failures.push({ ProductId, PicName, Code: 'PictureError' });
    }
    return failures.map((failure) => `${JSON.stringify({ ...failure, Message: 'simulated' })}\n`).join('');
  }

  #last = '';
  /** Whether a product that fails once was named before: in the second round they come once more, from the first one. */
  #isSecond(productId) {
    const isSecond = productId <= this.#last;
    if (!isSecond) this.#last = productId;
    return isSecond;
  }
}
