/** `/datasets/:id` */
export function datasetAddress(datasetId: string): string {
  return `/datasets/${encodeURIComponent(datasetId)}`;
}
