import { useNavigate, useParams } from "react-router";
import { ArtifactBrowser } from "../../views/artifacts/artifact-browser.tsx";
import { useOpenRun } from "./run-page.tsx";
import { runAddress } from "./run-tabs.ts";

/** `/runs/:runId/artifacts/*`: the files of the run; the shown one stands in the address. */
export function Component() {
  const { run_id: runId } = useOpenRun().info;
  const { "*": path = "" } = useParams();
  const navigate = useNavigate();
  return (
    <ArtifactBrowser
      owner={{ kind: "run", id: runId }}
      path={path}
      onPath={(next) =>
        void navigate(`${runAddress(runId, "artifacts")}/${next.split("/").map(encodeURIComponent).join("/")}`)
      }
    />
  );
}
