import { useNavigate, useParams } from "react-router";
import { ArtifactBrowser } from "../../views/artifacts/artifact-browser.tsx";
import { useOpenLoggedModel } from "./logged-model-page.tsx";
import { loggedModelAddress } from "./logged-model-tabs.ts";

/** `/logged-models/:modelId/artifacts/*`: the files of the model; the shown one stands in the address. */
export function Component() {
  const { model_id: modelId } = useOpenLoggedModel().info;
  const { "*": path = "" } = useParams();
  const navigate = useNavigate();
  const root = loggedModelAddress(modelId, "artifacts");
  return (
    <ArtifactBrowser
      owner={{ kind: "logged-model", id: modelId }}
      path={path}
      onPath={(next) => void navigate(`${root}/${next.split("/").map(encodeURIComponent).join("/")}`)}
    />
  );
}
