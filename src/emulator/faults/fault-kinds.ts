import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import { type FullResponse, sendResponse } from './buffered-response.ts';
import { faultRefusal } from './fault-refusals.ts';
import type { FaultedCall, FaultService } from './faulted-call.ts';

export interface FaultRow {
  /** Whether the emulator does what was asked first: `no` and `yes` are defaults of `workDone`. */
  readonly work: 'no' | 'yes' | 'always';
  readonly respond: (call: FaultedCall) => Promise<void>;
}

/** Every kind of fault. */
export type FaultKind =
  | 'unavailable'
  | 'throttled'
  | 'throttled-429'
  | 'expired'
  | 'html-502'
  | 'html-200'
  | 'json-200'
  | 'empty'
  | 'garbage'
  | 'redirect'
  | 'reset'
  | 'lost'
  | 'cut'
  | 'silence'
  | 'slow';

/** How the emulator makes each kind of fault. */
export const FAULTS = {
  unavailable: respondWith((call) => faultRefusal('unavailable', call)),
  throttled: respondWith((call) => faultRefusal('throttled', call)),
  'throttled-429': respondWith((call) => faultRefusal('throttled-429', call)),
  expired: respondWith((call) => faultRefusal('expired', call)),
  'html-502': respondWith(() => html(502, '502 Bad Gateway')),
  'html-200': respondWith(() => html(200, 'Please log in')),
  'json-200': respondWith(() => ({ status: 200, headers: JSON_TYPE, body: Buffer.from(FOREIGN_JSON) })),
  empty: respondWith(() => ({ status: 200, headers: {}, body: Buffer.of() })),
  garbage: respondWith(({ service }) => ({ ...BEGINNING[service], status: 200 })),
  redirect: respondWith(() => ({ ...html(302, 'Found'), headers: { ...HTML, Location: NOWHERE } })),
  reset: { work: 'no', respond: reset },
  lost: { work: 'always', respond: reset },
  cut: { work: 'yes', respond: cut },
  silence: { work: 'no', respond: ({ request }) => readToEnd(request) },
  slow: {
    work: 'no',
    respond: async ({ buffered, response, work }) =>
      buffered === undefined ? await work() : sendResponse(response, buffered.content()),
  },
} as const satisfies Readonly<Record<FaultKind, FaultRow>>;

export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

function respondWith(answer: (call: FaultedCall) => FullResponse): FaultRow {
  return {
    work: 'no',
    respond: async (call) => {
      await readToEnd(call.request);
      sendResponse(call.response, answer(call));
    },
  };
}

/** Reads the request to its end: a fault in the middle of an upload would look different each time. */
async function readToEnd(request: IncomingMessage): Promise<void> {
  if (!request.readableEnded) await finished(request.resume(), { writable: false });
}

async function reset({ request, response }: FaultedCall): Promise<void> {
  await readToEnd(request);
  response.socket?.resetAndDestroy();
}

/** Sends half of the body, or the beginning of the head where there is no body, and ends the connection. */
async function cut({ service, request, response, buffered }: FaultedCall): Promise<void> {
  await readToEnd(request);
  const { status, headers, body } = buffered?.content() ?? { ...BEGINNING[service], status: 200 };
  const half = body.subarray(0, body.length >> 1);
  if (half.length === 0 || request.method === 'HEAD') {
    const { socket } = response;
    socket?.write(`HTTP/1.1 ${status} OK\r\nContent-`, () => socket.destroy());
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': String(body.length) });
  response.write(half, () => response.destroy());
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' } as const;

const html = (status: number, title: string): FullResponse => ({
  status,
  headers: HTML,
  body: Buffer.from(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`),
});

const JSON_TYPE = { 'Content-Type': 'application/json' } as const;

/** What a gateway of somebody else answers. */
const FOREIGN_JSON = '{"message":"no upstream"}\n';

/** No server listens at this address, and no name has to be resolved. */
const NOWHERE = 'http://127.0.0.1:1/login';

/** The first half of a document, for an answer that cannot be parsed. */
const BEGINNING: Readonly<Record<FaultService, Omit<FullResponse, 'status'>>> = {
  imageSearch: {
    headers: { 'Content-Type': 'application/json;charset=utf-8' },
    body: Buffer.from('{"RequestId":"3D8A5C2E-0000-0000-0000-000000000000","Success":tr'),
  },
  oss: {
    headers: { 'Content-Type': 'application/xml' },
    body: Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><Name>emul'),
  },
};
