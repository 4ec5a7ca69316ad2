/** Of a message or value that is higher, the beginning is shown at first. */
export const mostPx = 420;
