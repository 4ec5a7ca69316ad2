import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Whether an IP address is one that the whole internet shares: no machine, network or cloud of ours answers there. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  const groups = groupsOf(address);
  const inside = wrappedIPv4(groups);
  if (inside !== undefined) return isPublicAddress(inside);
  // Only 2000::/3 is given out at all.
  return groups[0]! >> 13 === 1 && !special.check(address, "ipv6");
}

/** IANA's special-purpose address registries (RFC 6890 and what came after), multicast, and what is reserved. */
const special = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  special.addSubnet(network, bits, "ipv4");
}
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["3fff::", 20],
] as const) {
  special.addSubnet(network, bits, "ipv6");
}

/** The IPv4 address that some forms of IPv6 carry, and that a translator on the way would connect to. */
function wrappedIPv4(groups: readonly number[]): string | undefined {
  const [first, second, third] = groups;
  const zeros = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (zeros(0, 5) && groups[5] === 0xffff) return dotted(groups[6]!, groups[7]!); // ::ffff:0:0/96, mapped
  if (first === 0x64 && second === 0xff9b && zeros(2, 6)) return dotted(groups[6]!, groups[7]!); // 64:ff9b::/96, NAT64
  if (first === 0x2002) return dotted(second!, third!); // 2002::/16, 6to4
  return undefined;
}

const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join(".");

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // URL writes every form the same way: hexadecimal groups, at most one "::".
  const [left = "", right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const read = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  if (right === undefined) return read(left);
  const [start, end] = [read(left), read(right)];
  return [...start, ...Array<number>(8 - start.length - end.length).fill(0), ...end];
}
