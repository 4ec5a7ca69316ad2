import { useNavigate, useParams } from "react-router";
import { ArtifactBrowser } from "../../views/artifacts/artifact-browser.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { versionAddress } from "../models/model-address.ts";
import { filesOf } from "./version-files.ts";
import { useOpenVersion } from "./version-page.tsx";

/** `/models/:name/versions/:version/artifacts/*`: the files that the version was registered from. */
export function Component() {
  const version = useOpenVersion();
  const { "*": path = "" } = useParams();
  const navigate = useNavigate();
  const files = filesOf(version);
  if (!files) {
    return (
      <EmptyState icon="folder" title="The files are elsewhere">
        This server does not keep the files of <code>{version.source || "a version without a source"}</code>.
      </EmptyState>
    );
  }
  const root = versionAddress(version.name, version.version, "artifacts");
  return (
    <ArtifactBrowser
      owner={files.owner}
      path={path}
      openAtFirst={files.path}
      onPath={(next) => void navigate(`${root}/${next.split("/").map(encodeURIComponent).join("/")}`)}
    />
  );
}
