import { joinBytes } from '../../shared/text/join-bytes.ts';

export interface Gap {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

interface Stretch {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** The parts of an image that were received, so that no byte is requested twice. */
export class ReceivedBytes {
  /** In order of their start. */
  #stretches: Stretch[] = [];

  /** The end of the last part. */
  get end(): number {
    return Math.max(0, ...this.#stretches.map(({ start, bytes }) => start + bytes.length));
  }

  add(start: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#stretches.push({ start, bytes });
    this.#stretches.sort((a, b) => a.start - b.start);
  }

  /** The first part of [from, to) that is missing, or null. */
  gap(from: number, to: number): Gap | null {
    let at = from;
    for (const { start, bytes } of this.#stretches) {
      if (start > at) break;
      at = Math.max(at, start + bytes.length);
    }
    if (at >= to) return null;
    const next = this.#stretches.find(({ start }) => start > at)?.start ?? to;
    return { from: at, to: Math.min(to, next) };
  }

  /** The bytes [from, to), which must all be there: a view where one part holds them. */
  slice(from: number, to: number): Uint8Array {
    const one = this.#stretches.find(({ start, bytes }) => start <= from && to <= start + bytes.length);
    if (one !== undefined) return one.bytes.subarray(from - one.start, to - one.start);
    const pieces: Uint8Array[] = [];
    let at = from;
    for (const { start, bytes } of this.#stretches) {
      const piece = bytes.subarray(Math.max(0, at - start), Math.max(0, to - start));
      pieces.push(piece);
      at += piece.length;
    }
    const joined = joinBytes(pieces);
    this.#stretches = this.#stretches.filter(({ start, bytes }) => start < from || start + bytes.length > to);
    this.add(from, joined);
    return joined;
  }
}
