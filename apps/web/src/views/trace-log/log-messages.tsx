import type { Message } from "@spanloom/conventions";
import { useMemo } from "react";
import { Button } from "../../widgets/button.tsx";
import { Clamp } from "../../widgets/clamp.tsx";
import { MessageCard } from "../messages/message-card.tsx";
import { pairTools, type Turn } from "../messages/pair-tools.ts";
import type { TextMode } from "../messages/text-view.tsx";
import { mostPx } from "./most-px.ts";
import { useOpened } from "./opened.ts";
import { repeated, type Told } from "./repeats.ts";
import styles from "./trace-log.module.css";

interface LogMessagesProps {
  readonly messages: readonly Message[];
  readonly told: readonly Told[];
  /** Unique in the log. */
  readonly name: string;
  readonly mode: TextMode;
  /** Came back from the model. */
  readonly output?: boolean;
}

/** The messages that are new; those that stand above can be opened where they would stand. */
export function LogMessages({ messages, told, name, mode, output = false }: LogMessagesProps) {
  const runs = useMemo(() => runsOf(repeated(messages, told)), [messages, told]);
  return runs.map(({ from, to, isOld }) =>
    isOld ? (
      <Earlier key={from} messages={messages.slice(from, to)} name={`${name} ${from}`} mode={mode} />
    ) : (
      <Cards key={from} messages={messages.slice(from, to)} name={`${name} ${from}`} mode={mode} output={output} />
    ),
  );
}

function Earlier(props: { messages: readonly Message[]; name: string; mode: TextMode }) {
  const [isOpen, setOpen] = useOpened(`${props.name} earlier`);
  const { length } = props.messages;
  return (
    <>
      <Button look="plain" className={styles.earlier} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? "Hide" : "…"} {length} earlier {length === 1 ? "message" : "messages"}
      </Button>
      {isOpen && <Cards {...props} output={false} />}
    </>
  );
}

interface CardsProps {
  readonly messages: readonly Message[];
  readonly name: string;
  readonly mode: TextMode;
  readonly output: boolean;
}

function Cards({ messages, name, mode, output }: CardsProps) {
  const { turns, resultOf } = useMemo(() => pairTools(messages), [messages]);
  return turns.map((turn) => (
    <Card key={turn.at} turn={turn} name={`${name} ${turn.at}`}>
      <MessageCard turn={turn} resultOf={resultOf} mode={mode} output={output} folded={isInstruction(turn)} />
    </Card>
  ));
}

function Card({ name, children }: { turn: Turn; name: string; children: React.ReactNode }) {
  const [isOpen, setOpen] = useOpened(name);
  return (
    <Clamp mostPx={mostPx} isOpen={isOpen} onOpen={setOpen}>
      {children}
    </Clamp>
  );
}

function isInstruction({ message }: Turn): boolean {
  return message.role === "system" || message.role === "developer";
}

interface Run {
  readonly from: number;
  /** Not included. */
  readonly to: number;
  readonly isOld: boolean;
}

function runsOf(old: readonly boolean[]): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < old.length; ) {
    let to = from + 1;
    while (to < old.length && old[to] === old[from]) to++;
    runs.push({ from, to, isOld: old[from]! });
    from = to;
  }
  return runs;
}
