/**
 * The bytes of a stream in blocks of `size`, the last one being smaller; an empty one for a stream without bytes. Arrays and
 * not blobs, whose memory the garbage collector of Node does not see.
 */
export async function* blocksOf(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let block = new Uint8Array(Math.min(size, 64 * 1024));
  let length = 0;
  for await (let chunk of chunks) {
    while (length + chunk.length >= size) {
      const room = size - length;
      yield joined(block, length, chunk.subarray(0, room), size);
      chunk = chunk.subarray(room);
      block = new Uint8Array(size);
      length = 0;
    }
    block = joined(block, length, chunk, Math.min(size, Math.max(2 * block.length, length + chunk.length)));
    length += chunk.length;
  }
  yield block.subarray(0, length);
}

/** `chunk` behind the first `length` bytes of a block, in a larger one where it has no room. */
function joined(
  block: Uint8Array<ArrayBuffer>,
  length: number,
  chunk: Uint8Array,
  size: number,
): Uint8Array<ArrayBuffer> {
  let target = block;
  if (length + chunk.length > block.length) {
    target = new Uint8Array(size);
    target.set(block.subarray(0, length));
  }
  target.set(chunk, length);
  return target;
}

/** What was taken from an iterator, and what is left in it. */
export async function* rejoined<T>(taken: T, rest: AsyncIterator<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield taken;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** The bytes of blocks, asked for as they are read. */
export function streamOf(blocks: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await blocks.next();
      if (done === true) controller.close();
      else if (value.length > 0) controller.enqueue(value);
      else await this.pull?.(controller);
    },
    async cancel() {
      await blocks.return?.();
    },
  });
}
