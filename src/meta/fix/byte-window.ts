/** The bytes of a source that may be needed again, by their offsets in the source. */
export class ByteWindow {
  /** Where the byte with the offset `origin` comes first. */
  buffer = new Uint8Array(0);
  origin = 0;
  /** Offset behind the last byte. */
  end = 0;

  /** A view, good until the next bytes are added. */
  slice(from: number, to: number): Uint8Array {
    return this.buffer.subarray(from - this.origin, to - this.origin);
  }

  /**
   * Adds a copy of bytes, and may forget those before `keepFrom`. At least half of the buffer is free after a move, so that
   * copying stays linear however small the chunks of a long line are.
   */
  append(bytes: Uint8Array, keepFrom: number): void {
    if (this.end - this.origin + bytes.length > this.buffer.length) {
      const kept = this.slice(keepFrom, this.end);
      const room = 2 * (kept.length + bytes.length);
      const target = room > this.buffer.length ? new Uint8Array(room) : this.buffer;
      target.set(kept, 0);
      this.buffer = target;
      this.origin = keepFrom;
    }
    this.buffer.set(bytes, this.end - this.origin);
    this.end += bytes.length;
  }
}
