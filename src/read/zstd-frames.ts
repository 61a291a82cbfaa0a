/**
 * Finds where a Zstandard frame ends, so that files of several frames (`cat a.zst b.zst`, pzstd) are read whole: the decompressor of
 * Node ends after the first frame and says nothing. Tells what the frame says of itself.
 *
 * Refuses to decompress or to validate: what is broken is left for the decompressor to name. Source: RFC 8878, section 3.1.
 */
import {powerOfTwo} from '../core/math/index.ts';

type Stage = 'magic' | 'skippableSize' | 'descriptor' | 'header' | 'block';

/** `unknown`: no frame. window, size: in bytes, of the decompressor's memory and of the content, which need not be said. */
export type ZstdFrame =
  | {readonly kind: 'unknown'}
  | {readonly kind: 'skippable'}
  | {readonly kind: 'data'; readonly window: number; readonly size?: number; readonly checksum: boolean};

export class ZstdFrameWalker {
  /** The frame that was walked last, or is being walked; absent before its header is read. */
  frame?: ZstdFrame;
  private stage: Stage = 'magic';
  private field: number[] = [];
  private wanted = 4;
  private skip = 0;
  private last = false;
  private descriptor = 0;

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
      if (this.stage === 'magic') this.frame = undefined;
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
        if (value === 0xfd2fb528) this.expect('descriptor', 1);
        else if (value >= 0x184d2a50 && value <= 0x184d2a5f) {
          this.frame = {kind: 'skippable'};
          this.expect('skippableSize', 4);
        } else {
          this.frame = {kind: 'unknown'};
          this.skip = Number.POSITIVE_INFINITY;
        }
        break;
      case 'skippableSize':
        this.skip = value;
        this.last = true;
        break;
      case 'descriptor': {
        const {single, dictionary, size} = partsOf(value);
        this.descriptor = value;
        this.expect('header', 1 - single + dictionary + size);
        break;
      }
      case 'header':
        this.frame = headerOf(this.descriptor, this.field);
        this.expect('block', 3);
        break;
      case 'block':
        this.last = (value & 1) === 1;
        this.skip = (((value >> 1) & 3) === 1 ? 1 : value >> 3) + (this.last ? this.descriptor & 4 : 0);
        this.expect('block', 3);
    }
  }
}

/** What a frame's descriptor says of the header: whether the frame is a single segment (1) or says its window, and bytes of the two others. */
function partsOf(descriptor: number): {single: number; dictionary: number; size: number} {
  const single = (descriptor >> 5) & 1;
  const flag = descriptor >> 6;
  return {single, dictionary: [0, 1, 2, 4][descriptor & 3], size: flag === 0 ? single : 1 << flag};
}

function headerOf(descriptor: number, field: readonly number[]): ZstdFrame {
  const {single, size: bytes} = partsOf(descriptor);
  const size = bytes === 0 ? undefined : littleEndian(field.slice(-bytes)) + (bytes === 2 ? 256 : 0);
  const least = powerOfTwo(10 + (field[0] >> 3));
  const window = single === 1 ? size! : least + (least / 8) * (field[0] & 7);
  return {kind: 'data', window, ...(size !== undefined && {size}), checksum: (descriptor & 4) !== 0};
}

function littleEndian(bytes: readonly number[]): number {
  let value = 0;
  for (let i = bytes.length - 1; i >= 0; i--) value = value * 256 + bytes[i];
  return value;
}
