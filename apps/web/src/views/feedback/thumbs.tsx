import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Tooltip } from "../../widgets/tooltip.tsx";

interface ThumbsProps {
  /** The one that was given. */
  readonly given: boolean | undefined;
  readonly onThumb: (isUp: boolean) => void;
}

/** Two buttons, of which the one that was given is pressed. */
export function Thumbs({ given, onThumb }: ThumbsProps) {
  return (
    <>
      {[true, false].map((isUp) => {
        const label = isUp ? "Thumbs up" : "Thumbs down";
        return (
          <Tooltip key={label} text={label} shortcut={isUp ? "1" : "2"}>
            <Button
              look="plain"
              on={given === isUp}
              aria-pressed={given === isUp}
              aria-label={label}
              onClick={() => onThumb(isUp)}
            >
              <Icon name={isUp ? "thumbsUp" : "thumbsDown"} />
            </Button>
          </Tooltip>
        );
      })}
    </>
  );
}
