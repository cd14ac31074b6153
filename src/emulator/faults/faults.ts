import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import { type Answer, sendAnswer } from './held-response.ts';
import { refusalOf } from './refusal-of.ts';
import type { FaultService, StruckCall } from './struck-call.ts';

export interface FaultRow {
  /** Whether the work is done first: by default not, by default, or always. */
  readonly work: 'no' | 'yes' | 'always';
  readonly strike: (call: StruckCall) => Promise<void>;
}

/** The ways in which an answer goes wrong. */
export type FaultKind =
  | 'unavailable'
  | 'throttled'
  | 'throttled-429'
  | 'html-502'
  | 'html-200'
  | 'empty'
  | 'garbage'
  | 'redirect'
  | 'reset'
  | 'lost'
  | 'cut'
  | 'silence'
  | 'slow';

/** How each of them is made. */
export const FAULTS = {
  unavailable: wrongly((call) => refusalOf('unavailable', call)),
  throttled: wrongly((call) => refusalOf('throttled', call)),
  'throttled-429': wrongly((call) => refusalOf('throttled-429', call)),
  'html-502': wrongly(() => html(502, '502 Bad Gateway')),
  'html-200': wrongly(() => html(200, 'Please log in')),
  empty: wrongly(() => ({ status: 200, headers: {}, body: Buffer.of() })),
  garbage: wrongly(({ service }) => ({ ...BEGINNING[service], status: 200 })),
  redirect: wrongly(() => ({ ...html(302, 'Found'), headers: { ...HTML, Location: NOWHERE } })),
  reset: { work: 'no', strike: reset },
  lost: { work: 'always', strike: reset },
  cut: { work: 'yes', strike: cut },
  silence: { work: 'no', strike: ({ request }) => drained(request) },
  slow: {
    work: 'no',
    strike: async ({ held, response, work }) =>
      held === undefined ? await work() : sendAnswer(response, held.answer()),
  },
} as const satisfies Readonly<Record<FaultKind, FaultRow>>;

export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

function wrongly(answer: (call: StruckCall) => Answer): FaultRow {
  return {
    work: 'no',
    strike: async (call) => {
      await drained(call.request);
      sendAnswer(call.response, answer(call));
    },
  };
}

/** Lets the client finish: a fault in the middle of its upload would look different each time. */
async function drained(request: IncomingMessage): Promise<void> {
  if (!request.readableEnded) await finished(request.resume(), { writable: false });
}

async function reset({ request, response }: StruckCall): Promise<void> {
  await drained(request);
  response.socket?.resetAndDestroy();
}

/** Half of the body; of an answer without one, the beginning of its head. */
async function cut({ service, request, response, held }: StruckCall): Promise<void> {
  await drained(request);
  const { status, headers, body } = held?.answer() ?? { ...BEGINNING[service], status: 200 };
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

const html = (status: number, title: string): Answer => ({
  status,
  headers: HTML,
  body: Buffer.from(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`),
});

/** Nobody listens there, and no name has to be looked up. */
const NOWHERE = 'http://127.0.0.1:1/login';

/** Of an answer that is no document. */
const BEGINNING: Readonly<Record<FaultService, Omit<Answer, 'status'>>> = {
  imageSearch: {
    headers: { 'Content-Type': 'application/json;charset=utf-8' },
    body: Buffer.from('{"RequestId":"3D8A5C2E-0000-0000-0000-000000000000","Success":tr'),
  },
  oss: {
    headers: { 'Content-Type': 'application/xml' },
    body: Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><Name>emul'),
  },
};
