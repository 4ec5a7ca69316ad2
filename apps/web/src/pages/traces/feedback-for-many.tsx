import { useState } from "react";
import { FeedbackForm } from "../../views/feedback/lazy-feedback-form.tsx";
import type { Said } from "../../views/feedback/use-give-feedback.ts";
import { usePerson } from "../../views/feedback/use-person.ts";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { Icon } from "../../widgets/icon.tsx";

interface FeedbackForManyProps {
  readonly disabled: boolean;
  /** "3 traces". */
  readonly what: string;
  readonly experimentId: string;
  readonly onSaid: (said: Said, by: string) => void;
}

/** The form for feedback, of many traces at once. */
export function FeedbackForMany({ disabled, what, experimentId, onSaid }: FeedbackForManyProps) {
  const [open, setOpen] = useState(false);
  const person = usePerson();
  const give = {
    person,
    say: async (said: Said, { by }: { by: string }) => onSaid(said, by),
    // Nothing that was said before is opened here.
    edit: async () => {},
  };
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>
        <Icon name="thumbsUp" size={14} />
        Feedback
      </Button>
      <Dialog open={open} onOpen={setOpen} title={`Feedback on ${what}`}>
        <FeedbackForm
          traceId="selection"
          experimentId={experimentId}
          ofSpan={false}
          give={give}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
