// JavaScriptCore's shell has no TextEncoder, no TextDecoder: the least of them that genloss uses.
globalThis.TextEncoder ??= class {
  encode(text = '') {
    return Uint8Array.from(unescape(encodeURIComponent(text)), (character) => character.charCodeAt(0));
  }
  encodeInto(text, into) {
    let [read, written] = [0, 0];
    for (const character of text) {
      const bytes = this.encode(character);
      if (written + bytes.length > into.length) break;
      into.set(bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return {read, written};
  }
};
globalThis.TextDecoder ??= class {
  decode(bytes = new Uint8Array()) {
    let text = '';
    for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
    return decodeURIComponent(escape(text));
  }
};
