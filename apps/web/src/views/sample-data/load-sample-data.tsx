import { useState } from "react";
import { useNavigate } from "react-router";
import { Button } from "../../widgets/button.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useSampleData } from "./use-sample-data.ts";

/** Makes an experiment of made-up traces and runs, and goes there. */
export function LoadSampleData({ onLoading }: { onLoading?: (isLoading: boolean) => void }) {
  const { load } = useSampleData();
  const [isLoading, setLoading] = useState(false);
  const navigate = useNavigate();
  const toast = useToast();

  async function onClick() {
    setLoading(true);
    onLoading?.(true);
    try {
      void navigate(`/experiments/${await load()}/traces`);
    } catch (error) {
      toast({ tone: "error", text: messageOf(error) });
      onLoading?.(false);
      setLoading(false);
    }
  }

  return (
    <Button disabled={isLoading} onClick={() => void onClick()}>
      {isLoading ? "Loading sample data …" : "Load sample data"}
    </Button>
  );
}
