/**
 * Finds where a Zstandard frame ends, so that files of several frames (`cat a.zst b.zst`, pzstd) are read whole: the decompressor of
 * Node ends after the first frame and says nothing.
 *
 * Refuses to decompress or to validate: what is broken is left for the decompressor to name. Source: RFC 8878, section 3.1.
 */
type Stage = 'magic' | 'skippableSize' | 'descriptor' | 'block';

export class ZstdFrameWalker {
  private stage: Stage = 'magic';
  private field: number[] = [];
  private wanted = 4;
  private skip = 0;
  private last = false;
  private checksum = 0;

  /** Walks chunk from `start`; the position just after the frame's end, or -1 where the frame goes on beyond the chunk. */
  frameEnd(chunk: Uint8Array, start: number): number {
    let at = start;
    while (true) {
      const step = Math.min(this.skip, chunk.length - at);
      this.skip -= step;
      at += step;
      if (this.skip > 0) return -1;
      if (this.last) {
        this.last = false;
        this.expect('magic', 4);
        return at;
      }
      if (at === chunk.length) return -1;
      this.field.push(chunk[at++]);
      if (this.field.length === this.wanted) this.read(littleEndian(this.field));
    }
  }

  /** Whether all that was walked ended with a frame's end. */
  get atBoundary(): boolean {
    return this.stage === 'magic' && this.field.length === 0;
  }

  private expect(stage: Stage, wanted: number): void {
    this.stage = stage;
    this.wanted = wanted;
    this.field = [];
  }

  private read(value: number): void {
    switch (this.stage) {
      case 'magic':
        if (value >= 0x184d2a50 && value <= 0x184d2a5f) this.expect('skippableSize', 4);
        else if (value === 0xfd2fb528) this.expect('descriptor', 1);
        else this.skip = Number.POSITIVE_INFINITY;
        break;
      case 'skippableSize':
        this.skip = value;
        this.last = true;
        break;
      case 'descriptor': {
        const single = (value >> 5) & 1;
        const flag = value >> 6;
        this.checksum = ((value >> 2) & 1) * 4;
        this.skip = 1 - single + [0, 1, 2, 4][value & 3] + (flag === 0 ? single : 1 << flag);
        this.expect('block', 3);
        break;
      }
      case 'block':
        this.last = (value & 1) === 1;
        this.skip = (((value >> 1) & 3) === 1 ? 1 : value >> 3) + (this.last ? this.checksum : 0);
        this.expect('block', 3);
    }
  }
}

function littleEndian(bytes: readonly number[]): number {
  let value = 0;
  for (let i = bytes.length - 1; i >= 0; i--) value = value * 256 + bytes[i];
  return value;
}
