/** Memory of the module for as long as a session lives: all of it is freed together. */
import type {OrtModule} from './module.ts';

export class Block {
  private readonly ort: OrtModule;
  private readonly places: number[] = [];

  constructor(ort: OrtModule) {
    this.ort = ort;
  }

  /** Throws Error where there is no room. */
  reserve(bytes: number): number {
    const place = this.ort._malloc(Math.max(8, bytes));
    if (place === 0) throw new Error(`Failed to allocate memory for requested buffer of size ${bytes}`);
    this.places.push(place);
    return place;
  }

  bytes(values: Uint8Array): number {
    const place = this.reserve(values.length);
    this.ort.HEAPU8.set(values, place);
    return place;
  }

  /** With the zero that ends it. */
  text(text: string): number {
    return this.bytes(new TextEncoder().encode(`${text}\0`));
  }

  numbers(values: readonly number[]): number {
    const place = this.reserve(4 * values.length);
    this.ort.HEAPU32.set(values, place / 4);
    return place;
  }

  free(): void {
    for (const place of this.places) this.ort._free(place);
    this.places.length = 0;
  }
}
