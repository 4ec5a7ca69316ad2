import type { Message } from "@spanloom/conventions";
import { useMemo, useState } from "react";
import { Button } from "../../widgets/button.tsx";
import styles from "./messages.module.css";
import { MessageCard } from "./message-card.tsx";
import { pairTools } from "./pair-tools.ts";
import type { TextMode } from "./text-view.tsx";

/** Of a longer history only this many of its last turns are shown at first. */
const lastTurns = 5;
/** Hiding fewer than this saves nothing. */
const leastHidden = 3;

/**
 * A conversation as a chat: what was sent, then what came back. The system's words come first and folded, of a long
 * history the last turns.
 */
export function Conversation(props: { input: readonly Message[]; output: readonly Message[]; mode: TextMode }) {
  const { input, output, mode } = props;
  const [all, setAll] = useState(false);
  const { turns, resultOf } = useMemo(() => pairTools([...input, ...output]), [input, output]);
  const system = turns.filter(({ message }) => isSystem(message));
  const talk = turns.filter(({ message }) => !isSystem(message));
  const answers = talk.filter(({ at }) => at >= input.length).length;
  const hidden = all ? 0 : talk.length - answers - lastTurns;
  const shown = hidden >= leastHidden ? talk.slice(hidden) : talk;
  return (
    <div className={styles.conversation}>
      {system.map((turn) => (
        <MessageCard key={turn.at} turn={turn} resultOf={resultOf} mode={mode} folded />
      ))}
      {hidden >= leastHidden && (
        <Button className={styles.earlier} onClick={() => setAll(true)}>
          Show {hidden} earlier messages
        </Button>
      )}
      {shown.map((turn) => (
        <MessageCard key={turn.at} turn={turn} resultOf={resultOf} mode={mode} output={turn.at >= input.length} />
      ))}
    </div>
  );
}

function isSystem(message: Message): boolean {
  return message.role === "system" || message.role === "developer";
}
