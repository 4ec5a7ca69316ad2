// Generated from the services in proto/ by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { FindInTrace, FindInTraceResponse, GetServer, GetServerResponse, GetTraceSkeleton, GetTraceSkeletonResponse, GetTraceSummary, GetTraceSummaryResponse, ListTraces, ListTracesResponse, ReadSpans, ReadSpansResponse, SuggestKeys, SuggestKeysResponse, SuggestValues, SuggestValuesResponse } from "./spanloom/trace_view.ts";
import { CreateExperiment, CreateExperimentResponse, GetExperiment, GetExperimentByName, GetExperimentByNameResponse, GetExperimentResponse, SearchExperiments, SearchExperimentsResponse } from "./tracking/experiment.ts";
import { GetServerInfo, GetServerInfoResponse } from "./tracking/server.ts";
import { BatchGetTraceInfos, BatchGetTraceInfosResponse, BatchGetTraces, BatchGetTracesResponse, CalculateTraceFilterCorrelation, CalculateTraceFilterCorrelationResponse, DeleteTraceTag, DeleteTraceTagResponse, DeleteTraceTagV3, DeleteTraceTagV3Response, DeleteTraces, DeleteTracesResponse, DeleteTracesV3, DeleteTracesV3Response, EndTrace, EndTraceResponse, GetTrace, GetTraceInfo, GetTraceInfoResponse, GetTraceInfoV3, GetTraceInfoV3Response, GetTraceResponse, LinkPromptsToTrace, LinkPromptsToTraceResponse, LinkTracesToRun, LinkTracesToRunResponse, QueryTraceMetrics, QueryTraceMetricsResponse, SearchTraces, SearchTracesResponse, SearchTracesV3, SearchTracesV3Response, SetTraceTag, SetTraceTagResponse, SetTraceTagV3, SetTraceTagV3Response, StartTrace, StartTraceResponse, StartTraceV3, StartTraceV3Response } from "./tracking/trace.ts";

export const rpcs = {
  listTraces: { request: ListTraces, response: ListTracesResponse },
  getTraceSummary: { request: GetTraceSummary, response: GetTraceSummaryResponse },
  getTraceSkeleton: { request: GetTraceSkeleton, response: GetTraceSkeletonResponse },
  readSpans: { request: ReadSpans, response: ReadSpansResponse },
  findInTrace: { request: FindInTrace, response: FindInTraceResponse },
  suggestValues: { request: SuggestValues, response: SuggestValuesResponse },
  suggestKeys: { request: SuggestKeys, response: SuggestKeysResponse },
  getServer: { request: GetServer, response: GetServerResponse },
  createExperiment: { request: CreateExperiment, response: CreateExperimentResponse },
  getExperiment: { request: GetExperiment, response: GetExperimentResponse },
  getExperimentByName: { request: GetExperimentByName, response: GetExperimentByNameResponse },
  searchExperiments: { request: SearchExperiments, response: SearchExperimentsResponse },
  getServerInfo: { request: GetServerInfo, response: GetServerInfoResponse },
  startTraceV3: { request: StartTraceV3, response: StartTraceV3Response },
  getTraceInfoV3: { request: GetTraceInfoV3, response: GetTraceInfoV3Response },
  searchTracesV3: { request: SearchTracesV3, response: SearchTracesV3Response },
  getTrace: { request: GetTrace, response: GetTraceResponse },
  batchGetTraces: { request: BatchGetTraces, response: BatchGetTracesResponse },
  batchGetTraceInfos: { request: BatchGetTraceInfos, response: BatchGetTraceInfosResponse },
  deleteTraces: { request: DeleteTraces, response: DeleteTracesResponse },
  deleteTracesV3: { request: DeleteTracesV3, response: DeleteTracesV3Response },
  setTraceTagV3: { request: SetTraceTagV3, response: SetTraceTagV3Response },
  deleteTraceTagV3: { request: DeleteTraceTagV3, response: DeleteTraceTagV3Response },
  linkTracesToRun: { request: LinkTracesToRun, response: LinkTracesToRunResponse },
  linkPromptsToTrace: { request: LinkPromptsToTrace, response: LinkPromptsToTraceResponse },
  calculateTraceFilterCorrelation: { request: CalculateTraceFilterCorrelation, response: CalculateTraceFilterCorrelationResponse },
  queryTraceMetrics: { request: QueryTraceMetrics, response: QueryTraceMetricsResponse },
  startTrace: { request: StartTrace, response: StartTraceResponse },
  endTrace: { request: EndTrace, response: EndTraceResponse },
  getTraceInfo: { request: GetTraceInfo, response: GetTraceInfoResponse },
  searchTraces: { request: SearchTraces, response: SearchTracesResponse },
  setTraceTag: { request: SetTraceTag, response: SetTraceTagResponse },
  deleteTraceTag: { request: DeleteTraceTag, response: DeleteTraceTagResponse },
} as const;
