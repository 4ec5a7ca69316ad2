/**
 * The bound on OTLP bytes in memory, over all requests and both protocols. Bytes count from when they arrive (after
 * decompression) until their request is answered, so that a sender who announces much and sends little holds nothing.
 */
export interface Admission {
  /** False when a request of that size had better come again later, so that its body need not be read at all. */
  hasRoomFor(bytes: number): boolean;
  enter(): Ticket;
}

export interface Ticket {
  /** False when the bound is reached: the request must be refused. */
  grow(bytes: number): boolean;
  /** Gives everything back. May be called twice. */
  leave(): void;
}

/** A request that is alone always fits, or one larger than the bound could never come in. */
export function createAdmission(maxPendingBytes: number): Admission {
  let pending = 0;
  return {
    hasRoomFor: (bytes) => pending === 0 || pending + bytes <= maxPendingBytes,
    enter() {
      let held = 0;
      return {
        grow(bytes) {
          if (pending > held && pending + bytes > maxPendingBytes) return false;
          held += bytes;
          pending += bytes;
          return true;
        },
        leave() {
          pending -= held;
          held = 0;
        },
      };
    },
  };
}
