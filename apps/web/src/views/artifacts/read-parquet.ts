import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
// Not the package's `compressors`: its Snappy is WebAssembly, which our content security policy does not run. hyparquet
// has one in JavaScript.
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from "hyparquet-compressors";

export interface TableHead {
  readonly names: readonly string[];
  /** Of the whole file. */
  readonly rowCount: number;
  /** The first rows, a value for each name. */
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * The first rows of a Parquet file of which `read` gives the bytes from `start` to before `end`. Rejects for what is no
 * Parquet file, or has an encoding that the reader does not know.
 */
export async function readParquetHead(
  byteLength: number,
  read: (start: number, end: number) => Promise<Uint8Array>,
  mostRows: number,
): Promise<TableHead> {
  const file = {
    byteLength,
    slice: async (start: number, end = byteLength) => {
      const bytes = await read(start, end);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
  const metadata = await parquetMetadataAsync(file);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const rowCount = Number(metadata.num_rows);
  const compressors = {
    GZIP: decompressGzip,
    BROTLI: decompressBrotli,
    ZSTD: (bytes: Uint8Array) => decompressZstd(bytes),
    LZ4: decompressLz4,
    LZ4_RAW: decompressLz4Raw,
  };
  const objects = await parquetReadObjects({
    file,
    metadata,
    compressors,
    rowStart: 0,
    rowEnd: Math.min(mostRows, rowCount),
  });
  return { names, rowCount, rows: objects.map((row) => names.map((name) => row[name])) };
}
