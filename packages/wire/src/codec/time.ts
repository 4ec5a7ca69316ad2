/**
 * Protobuf's JSON texts of a point in time (RFC 3339) and of a duration ("1.500s"), to and from nanoseconds.
 * Reading gives `undefined` for a text that is neither.
 */
export function timestampToNano(text: string): bigint | undefined {
  const match = timestampShape.exec(text);
  if (match === null) return undefined;
  const milliseconds = Date.parse(`${match[1]!.toUpperCase().replace(" ", "T")}${match[3]!.toUpperCase()}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds) * 1_000_000n + BigInt((match[2] ?? "").padEnd(9, "0"));
}

export function nanoToTimestamp(nano: bigint): string {
  const seconds = floorDivide(nano, 1_000_000_000n);
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${text}${fraction(nano - seconds * 1_000_000_000n)}Z`;
}

export function durationToNano(text: string): bigint | undefined {
  const match = durationShape.exec(text);
  if (match === null) return undefined;
  const nano = BigInt(match[2]!) * 1_000_000_000n + BigInt((match[3] ?? "").padEnd(9, "0"));
  return match[1] === "-" ? -nano : nano;
}

export function nanoToDuration(nano: bigint): string {
  const positive = nano < 0n ? -nano : nano;
  return `${nano < 0n ? "-" : ""}${positive / 1_000_000_000n}${fraction(positive % 1_000_000_000n)}s`;
}

/** 0, 3, 6 or 9 digits, as protobuf prints it. */
function fraction(nano: bigint): string {
  if (nano === 0n) return "";
  const digits = String(nano).padStart(9, "0");
  if (digits.endsWith("000000")) return `.${digits.slice(0, 3)}`;
  return digits.endsWith("000") ? `.${digits.slice(0, 6)}` : `.${digits}`;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

const timestampShape = /^(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)$/;
const durationShape = /^(-?)(\d{1,12})(?:\.(\d{1,9})\d*)?s$/;
