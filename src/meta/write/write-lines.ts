import { untilAborted } from '../../shared/async/until-aborted.ts';
import { show } from '../../shared/options/checks.ts';
import type { ByteSink } from './byte-sink.ts';
import { LineBytes } from './line-bytes.ts';
import type { RecordWriter } from './record-writer.ts';

export type Records<T> = AsyncIterable<T> | Iterable<T>;

export interface LinesToWrite {
  /** Lines that are there already. */
  readonly lines: readonly string[];
  /** Records that become lines behind them. */
  readonly records: Records<unknown>;
  readonly recordWriter: RecordWriter;
}

/**
 * Writes lines to what `open` opens, which ends whole or is discarded; returns how many. Rejects at once with the signal's reason, with
 * the failure of the records, or with that of the sink, whichever comes first, even while the others are silent.
 */
export async function writeLines(
  open: () => Promise<ByteSink>,
  source: LinesToWrite,
  signal: AbortSignal | undefined,
): Promise<number> {
  signal?.throwIfAborted();
  const sink = await open();
  const stop = new AbortController(); // ours: the caller's would gather a listener for every block
  try {
    const written = putAll(source, new BlockWriter(sink, stop.signal));
    const lines = await untilAborted(
      sink.broken === undefined ? written : Promise.race([written, sink.broken]),
      signal,
    );
    await sink.finish(signal);
    return lines;
  } catch (error) {
    stop.abort(error);
    await sink.discard(error);
    throw error;
  }
}

/** No promise for each record: only for a block, and for each record of a source that is asynchronous itself. */
async function putAll({ lines, records, recordWriter }: LinesToWrite, writer: BlockWriter): Promise<number> {
  let put = 0;
  for (const line of lines) {
    writer.block.line(line);
    put += 1;
    if (writer.block.isFull) await writer.handOn();
  }
  if (Symbol.asyncIterator in records) {
    for await (const record of records) {
      writer.throwIfStopped(); // the source may have been silent for long
      if (recordWriter.put(record, writer.block)) put += 1;
      if (writer.block.isFull) await writer.handOn();
    }
  } else {
    for (const record of records) {
      if (recordWriter.put(record, writer.block)) put += 1;
      if (writer.block.isFull) await writer.handOn();
    }
  }
  await writer.finish();
  return put;
}

/** Two blocks in turn: while one is written, lines are put into the other. */
class BlockWriter {
  readonly #sink: ByteSink;
  readonly #stopped: AbortSignal;
  #block = new LineBytes();
  #other = new LineBytes();
  #writing = Promise.resolve();

  constructor(sink: ByteSink, stopped: AbortSignal) {
    this.#sink = sink;
    this.#stopped = stopped;
  }

  /** The block that lines are put into. */
  get block(): LineBytes {
    return this.#block;
  }

  throwIfStopped(): void {
    this.#stopped.throwIfAborted();
  }

  /** Has the block written as soon as the other is; resolves when that one can be filled. */
  async handOn(): Promise<void> {
    await untilAborted(this.#writing, this.#stopped);
    this.#writing = this.#sink.write(this.#block.filled);
    this.#writing.catch(() => {}); // the rejection is handled where the promise is awaited
    [this.#block, this.#other] = [this.#other, this.#block];
    this.#block.end = 0;
  }

  /** Resolves when everything is written. */
  async finish(): Promise<void> {
    if (this.#block.end > 0) await this.handOn();
    await untilAborted(this.#writing, this.#stopped);
  }
}

/** @throws {TypeError} for what is no iterable of records */
export function checkRecords<T>(records: Records<T>): Records<T> {
  if (
    typeof records === 'object' &&
    records !== null &&
    (Symbol.asyncIterator in records || Symbol.iterator in records)
  )
    return records;
  throw new TypeError(`Cannot write as 'records' must be an iterable: current value is ${show(records)}`);
}
