import { useState } from "react";
import { IconButton } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { late } from "../../widgets/late.tsx";

const AboutExperiment = late(async () => (await import("./about-experiment.tsx")).AboutExperiment);

/** A button in the header that opens what there is to say about an experiment. */
export function AboutButton({ experimentId }: { experimentId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton icon="edit" label="About this experiment" onClick={() => setOpen(true)} />
      <Dialog open={open} onOpen={setOpen} title="About this experiment">
        <AboutExperiment experimentId={experimentId} />
      </Dialog>
    </>
  );
}
