import type { ImageSearchService } from '../../service/image-search-service.ts';
import type { Patience } from '../../service/patience.ts';
import { badAnswer } from '../bad-answer.ts';

/** What the service says of an export. */
export interface ExportState {
  readonly id: string;
  /** A status that no document names is kept as it came. */
  readonly status: 'PROCESSING' | 'SUCCESS' | 'FAIL' | (string & {});
  /** `0` is success. */
  readonly code: string;
  readonly message: string;
  /** URL of the file, valid for two hours; undefined when there is none. */
  readonly url: string | undefined;
  /** In ms since 1970; undefined when the service gives no such time. */
  readonly createdAt: number | undefined;
}

interface ExportList {
  readonly exports: readonly ExportState[];
  /** When the service wants to be asked again, in ms from now. */
  readonly retryAfterMs: number | undefined;
}

/** DumpMetaList: its page says 30 for both, the metadata of the API 500. */
const MOST_IN_A_PAGE = 30;
const MOST_PAGES = 30;

/** The two calls that exports are made of, and the reading of their answers. */
export class ExportCalls {
  readonly #service: ImageSearchService;
  readonly #patience: Patience;

  /** @param patience with which DumpMetaList waits for a service that is away */
  constructor(service: ImageSearchService, patience: Patience) {
    this.#service = service;
    this.#patience = patience;
  }

  get instance(): string {
    return this.#service.connection.instance;
  }

  /** Calls DumpMeta, once: an instance runs one export at a time. Returns the id. */
  async start(signal: AbortSignal | undefined): Promise<string> {
    const { body } = await this.#service.call('DumpMeta', {}, signal);
    const id = (body['Data'] as { Id?: unknown } | null | undefined)?.Id;
    if (/^[\w-]+$/.test(String(id ?? ''))) return String(id);
    throw badAnswer('Cannot export the gallery: DumpMeta answered without an id');
  }

  /** The exports that the service lists first: no document says in which order; the latest, as far as is known. */
  latest(signal: AbortSignal | undefined): Promise<ExportList> {
    return this.#list({ PageSize: String(MOST_IN_A_PAGE) }, signal);
  }

  /** The export that runs now, wherever it is on the list. */
  async running(signal: AbortSignal | undefined): Promise<ExportState | undefined> {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const query = { PageSize: String(MOST_IN_A_PAGE), PageNumber: String(page) };
      const { exports } = await this.#list(query, signal);
      const running = exports.find(({ status }) => status === 'PROCESSING');
      if (running !== undefined || exports.length < MOST_IN_A_PAGE) return running;
    }
    return undefined;
  }

  async find(id: string, signal: AbortSignal | undefined) {
    const { exports, retryAfterMs } = await this.#list({ Id: id }, signal);
    return { state: exports.find((one) => one.id === id), retryAfterMs };
  }

  #list(query: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<ExportList> {
    const once = async () => {
      const { body, retryAfterMs } = await this.#service.call('DumpMetaList', query, signal);
      const list = (body['Data'] as { DumpMetaList?: unknown } | null | undefined)?.DumpMetaList;
      if (!Array.isArray(list))
        throw badAnswer('Cannot read the exports: DumpMetaList answered without a list');
      return { exports: list.map(readState), retryAfterMs };
    };
    return this.#patience.run(once, { signal });
  }
}

function readState(raw: unknown): ExportState {
  const { Id, Status, Code, Msg, MetaUrl, UtcCreate } = (raw ?? {}) as Readonly<Record<string, unknown>>;
  if (Id === undefined || Id === null) throw badAnswer('Cannot read the exports: an export has no id');
  return {
    ...{ id: String(Id), status: String(Status ?? ''), code: String(Code ?? ''), message: String(Msg ?? '') },
    url: MetaUrl ? String(MetaUrl) : undefined,
    createdAt: Number(UtcCreate) > 0 ? Number(UtcCreate) : undefined, // a string of digits in examples
  };
}
