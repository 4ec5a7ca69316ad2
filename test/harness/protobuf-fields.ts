/** The fields of a small protobuf message by number, the last one of each: varints as bigint, the rest as bytes. */
export function fields(message: Buffer): Map<number, bigint | Buffer> {
  const found = new Map<number, bigint | Buffer>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new Error("A protobuf message that ends within a number");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = Number(varint());
    const wireType = key & 7;
    if (wireType === 0) found.set(key >> 3, varint());
    else {
      const length = wireType === 2 ? Number(varint()) : wireType === 1 ? 8 : 4;
      found.set(key >> 3, message.subarray(at, at + length));
      at += length;
    }
  }
  return found;
}

export function textOf(field: bigint | Buffer | undefined): string {
  return Buffer.isBuffer(field) ? field.toString("utf8") : "";
}
