/** The theme's colours (`var(--error)`, `#b3261e`) as the 32-bit words of pixels in a canvas' image data. */
export function pixelColours(): (css: string) => number {
  const style = getComputedStyle(document.documentElement);
  return (css) => {
    const variable = /^var\((--[\w-]+)\)$/.exec(css)?.[1];
    const hex = /^#([0-9a-f]{6})$/i.exec(variable ? style.getPropertyValue(variable).trim() : css)?.[1];
    const rgb = hex ? Number.parseInt(hex, 16) : 0x808080;
    // Little-endian, as every machine that runs a browser is: alpha, blue, green, red.
    return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
  };
}
