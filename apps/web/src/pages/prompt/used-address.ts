/** Where the traces that used a version of a prompt are listed. */
export function usedAddress(name: string, version: string): string {
  return `/traces?${new URLSearchParams({ q: `prompt = '${name.replaceAll("'", "''")}/${version}'` })}`;
}
