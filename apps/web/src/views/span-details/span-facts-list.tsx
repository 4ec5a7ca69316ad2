import type { SpanSourceWithIds, SpanView } from "@spanloom/conventions";
import { Fact } from "../../widgets/fact.tsx";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import facts from "./facts.module.css";
import details from "./span-details.module.css";

const picoPerUsd = 1e12;

/** The small facts of a span: times, model, tokens, cost. */
export function SpanFactsList({
  source,
  view,
  costUsd,
}: {
  source: SpanSourceWithIds;
  view: SpanView;
  costUsd: number | undefined;
}) {
  const [zone] = useTimeZone();
  const model = view.responseModel ?? view.requestModel;
  const ended = source.endTimeUnixNano > 0n;
  return (
    <dl className={`${facts.list} ${facts.inset}`}>
      <Fact name="Duration">
        {ended ? formatDurationNs(Number(source.endTimeUnixNano - source.startTimeUnixNano)) : "running"}
      </Fact>
      <Fact name="Started">{formatExact(unixMsOfNano(source.startTimeUnixNano), zone)}</Fact>
      {model && (
        <Fact
          name="Model"
          title={view.requestModel && view.requestModel !== model ? `asked for ${view.requestModel}` : undefined}
        >
          {model}
          {view.provider && <span className={details.quiet}> {view.provider}</span>}
        </Fact>
      )}
      <Tokens view={view} />
      <CostFact view={view} costUsd={costUsd} />
      {view.timeToFirstTokenSeconds !== undefined && (
        <Fact name="First token">{formatDurationNs(view.timeToFirstTokenSeconds * 1e9)}</Fact>
      )}
      <Speed source={source} view={view} />
      {view.finishReasons && view.finishReasons.length > 0 && (
        <Fact name="Finished">{view.finishReasons.join(", ")}</Fact>
      )}
      {view.agent && <Fact name="Agent">{view.agent}</Fact>}
      {view.tool && <Fact name="Tool">{view.tool}</Fact>}
      {view.session && <Fact name="Session">{view.session}</Fact>}
      {view.user && <Fact name="User">{view.user}</Fact>}
      {view.prompts?.map(({ name, version }) => (
        <Fact key={`${name} ${version}`} name="Prompt">
          {name}
          {version && <span className={details.quiet}> v{version}</span>}
        </Fact>
      ))}
    </dl>
  );
}

/** Cache, reasoning and audio are parts of the two sums, never on top of them. */
function Tokens({ view: { usage, usageScope } }: { view: SpanView }) {
  if (!usage) return null;
  const within = (parts: readonly (readonly [number | undefined, string])[]) =>
    parts.flatMap(([count, name]) => (count ? [`${formatCount(count)} ${name}`] : [])).join(", ");
  const input = within([
    [usage.cacheReadTokens, "from cache"],
    [usage.cacheWriteTokens, "to cache"],
    [usage.inputAudioTokens, "audio"],
  ]);
  const output = within([
    [usage.reasoningTokens, "reasoning"],
    [usage.outputAudioTokens, "audio"],
  ]);
  return (
    <Fact name="Tokens" title={usageScope === "rollup" ? "A sum of the calls below; not counted again" : undefined}>
      {formatCount(usage.inputTokens ?? 0)} in
      {input && <span className={details.quiet}> ({input})</span>}
      {" · "}
      {formatCount(usage.outputTokens ?? 0)} out
      {output && <span className={details.quiet}> ({output})</span>}
      {usageScope === "rollup" && <span className={details.quiet}> sum</span>}
    </Fact>
  );
}

function CostFact({ view, costUsd }: { view: SpanView; costUsd: number | undefined }) {
  const reported = view.reportedCost;
  if (reported) {
    return (
      <Fact name="Cost" title="As the sender reports it">
        {formatCostUsd(reported.totalPicoUsd / picoPerUsd)}
        {reported.inputPicoUsd + reported.outputPicoUsd > 0 && (
          <span className={details.quiet}>
            {" "}
            ({formatCostUsd(reported.inputPicoUsd / picoPerUsd)} in,{" "}
            {formatCostUsd(reported.outputPicoUsd / picoPerUsd)} out)
          </span>
        )}
      </Fact>
    );
  }
  if (costUsd !== undefined) return <Fact name="Cost">{formatCostUsd(costUsd)}</Fact>;
  return view.usage && view.usageScope !== "rollup" ? <Fact name="Cost">no price</Fact> : null;
}

/** Output tokens a second, over the time after the first token where that is known. */
function Speed({ source, view }: { source: SpanSourceWithIds; view: SpanView }) {
  const tokens = view.usage?.outputTokens ?? 0;
  const seconds = Number(source.endTimeUnixNano - source.startTimeUnixNano) / 1e9 - (view.timeToFirstTokenSeconds ?? 0);
  const isCall = view.type === "LLM" || view.type === "CHAT_MODEL";
  if (!isCall || tokens === 0 || source.endTimeUnixNano === 0n || seconds <= 0) return null;
  return <Fact name="Speed">{formatCount(tokens / seconds)} tokens/s</Fact>;
}
