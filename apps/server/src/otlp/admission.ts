/**
 * The bound on request bytes in memory, over all requests and both protocols. Bytes count from when they arrive (after
 * decompression) until their request is answered, so that a sender who announces much and sends little holds nothing.
 */
export interface Admission {
  /** False when a request of that size had better come again later, so that its body need not be read at all. */
  hasRoomFor(bytes: number): boolean;
  enter(): Ticket;
  readonly pendingBytes: number;
}

export interface Ticket {
  /** False when the bound is reached: the request must be refused. */
  grow(bytes: number): boolean;
  /** Gives everything back. May be called twice. */
  leave(): void;
}

/**
 * The request that began to arrive first may always go on. So one that is larger than the bound can come in, and where
 * many large ones come at once they do not all fail half-way: what can pile up is the bound and one more request.
 */
export function createAdmission(maxPendingBytes: number): Admission {
  /** Bytes of each request that has sent any, in the order in which they began. */
  const held = new Map<Ticket, number>();
  let pending = 0;
  return {
    get pendingBytes() {
      return pending;
    },
    hasRoomFor: (bytes) => pending === 0 || pending + bytes <= maxPendingBytes,
    enter() {
      const ticket: Ticket = {
        grow(bytes) {
          const own = held.get(ticket) ?? 0;
          const isFirst = held.size === 0 || held.keys().next().value === ticket;
          if (!isFirst && pending + bytes > maxPendingBytes) return false;
          held.set(ticket, own + bytes);
          pending += bytes;
          return true;
        },
        leave() {
          pending -= held.get(ticket) ?? 0;
          held.delete(ticket);
        },
      };
      return ticket;
    },
  };
}
