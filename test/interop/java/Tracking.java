import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.ExperimentsPage;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.ModelVersionsPage;
import org.mlflow.tracking.RunsPage;

/**
 * What a Java application does with MLflow's client, one line of output a step. The same program runs against MLflow's
 * own server and against this one, so everything that is printed must not depend on ids and times.
 *
 * <p>Arguments: the server's URL, a marker that no other run uses.
 */
public class Tracking {
  static void step(String name, Callable<Object> work) {
    String outcome;
    try {
      outcome = String.valueOf(work.call());
    } catch (Exception error) {
      String[] message = String.valueOf(error.getMessage()).split("\n");
      outcome = "raised " + error.getClass().getSimpleName() + " " + message[0];
    }
    System.out.println("STEP " + name + ": " + outcome.replace("\n", "\\n"));
  }

  static String shown(Run run) {
    List<String> lines = new ArrayList<>();
    RunInfo info = run.getInfo();
    lines.add("status " + info.getStatus() + " stage " + info.getLifecycleStage() + " ended " + (info.getEndTime() > 0));
    run.getData().getMetricsList().forEach(m -> lines.add("metric " + m.getKey() + "=" + m.getValue() + "@" + m.getStep()));
    run.getData().getParamsList().forEach(p -> lines.add("param " + p.getKey() + "=" + p.getValue()));
    run.getData().getTagsList().stream()
        .filter(t -> !t.getKey().equals("mlflow.runName") && !t.getKey().equals("mlflow.source.name"))
        .forEach(t -> lines.add("tag " + t.getKey() + "=" + t.getValue()));
    return lines.stream().sorted().collect(Collectors.joining("; "));
  }

  static Metric metric(String key, double value, long step) {
    return Metric.newBuilder().setKey(key).setValue(value).setTimestamp(1000 + step).setStep(step).build();
  }

  public static void main(String[] args) throws Exception {
    String marker = args[1];
    try (MlflowClient client = new MlflowClient(args[0])) {
      String name = "java " + marker;
      String id = client.createExperiment(CreateExperiment.newBuilder()
          .setName(name)
          .addTags(ExperimentTag.newBuilder().setKey("team").setValue("jvm"))
          .build());
      step("experiment by id", () -> client.getExperiment(id).getName().equals(name));
      step("experiment by name", () -> client.getExperimentByName(name).map(Experiment::getExperimentId).get().equals(id));
      step("no experiment of this name", () -> client.getExperimentByName("none " + marker).isPresent());
      step("unknown experiment", () -> client.getExperiment("987654321"));
      step("experiment again", () -> {
        client.createExperiment(name);
        return "made";
      });
      step("experiment tag", () -> {
        client.setExperimentTag(id, "level", "7");
        return client.getExperiment(id).getTagsList().stream().map(t -> t.getKey() + "=" + t.getValue()).sorted().toList();
      });
      step("rename", () -> {
        client.renameExperiment(id, name + " renamed");
        client.renameExperiment(id, name);
        return client.getExperiment(id).getName().equals(name);
      });
      step("search experiments", () -> {
        ExperimentsPage page = client.searchExperiments("name = '" + name + "'");
        return page.getItems().size() + " " + page.getItems().get(0).getExperimentId().equals(id);
      });
      step("search experiments by tag, in pages", () -> {
        String other = client.createExperiment(name + " 2");
        client.setExperimentTag(other, "level", "7");
        ExperimentsPage page =
            client.searchExperiments("tags.level = '7' AND name LIKE '%" + marker + "%'", ViewType.ACTIVE_ONLY, 1, List.of("name DESC"));
        List<String> names = new ArrayList<>();
        page.getItems().forEach(e -> names.add(e.getName().replace(marker, "*")));
        page.getNextPage().getItems().forEach(e -> names.add(e.getName().replace(marker, "*")));
        return names;
      });

      RunInfo first = client.createRun(id);
      String runId = first.getRunId();
      step("a new run", () -> shown(client.getRun(runId)));
      step("metrics, params, tags", () -> {
        client.logParam(runId, "rate", "0.1");
        client.logMetric(runId, "loss", 0.5);
        client.logMetric(runId, "loss by step", 4, 1000, 1);
        client.logMetric(runId, "loss by step", 2, 3000, 3);
        client.logMetric(runId, "loss by step", 3, 2000, 2);
        client.logMetric(runId, "nan", Double.NaN, 1000, 0);
        client.logMetric(runId, "inf", Double.POSITIVE_INFINITY, 1000, 0);
        client.setTag(runId, "tag", "ünïcödé 🥣");
        return shown(client.getRun(runId));
      });
      step("a param cannot change", () -> {
        client.logParam(runId, "rate", "0.2");
        return "changed";
      });
      step("history", () -> client.getMetricHistory(runId, "loss by step").stream()
          .map(m -> m.getStep() + ":" + m.getValue()).toList());
      step("batch", () -> {
        client.logBatch(runId,
            List.of(metric("m1", 1, 0), metric("m1", 2, 1), metric("m2", -1.5, -3)),
            List.of(Param.newBuilder().setKey("p1").setValue("one").build()),
            List.of(RunTag.newBuilder().setKey("t1").setValue("x").build()));
        return shown(client.getRun(runId));
      });
      step("empty batch", () -> {
        client.logBatch(runId, List.of(), List.of(), List.of());
        return "taken";
      });
      step("tag deleted", () -> {
        client.deleteTag(runId, "t1");
        client.deleteTag(runId, "t1");
        return "twice";
      });
      step("terminated", () -> {
        client.setTerminated(runId, RunStatus.FAILED, 123456);
        RunInfo info = client.getRun(runId).getInfo();
        return info.getStatus() + " " + info.getEndTime();
      });
      step("unknown run", () -> client.getRun("0123456789abcdef0123456789abcdef"));

      for (int i = 0; i < 5; i++) {
        RunInfo run = client.createRun(id);
        client.logMetric(run.getRunId(), "score", i, 1000, 0);
        client.logParam(run.getRunId(), "parity", i % 2 == 0 ? "even" : "odd");
      }
      step("search runs in pages", () -> {
        List<Double> scores = new ArrayList<>();
        RunsPage page = client.searchRuns(List.of(id), "metrics.score >= 1", ViewType.ACTIVE_ONLY, 2, List.of("metrics.score DESC"));
        for (;;) {
          page.getItems().forEach(run -> scores.add(run.getData().getMetrics(0).getValue()));
          if (!page.hasNextPage()) break;
          page = (RunsPage) page.getNextPage();
        }
        return scores;
      });
      step("search runs", () -> client.searchRuns(List.of(id), "params.parity = 'even' and metrics.score < 4").size());
      step("search runs wrongly", () -> client.searchRuns(List.of(id), "params.parity > 'even'").size());
      step("deleted and restored", () -> {
        client.deleteRun(runId);
        String deleted = client.getRun(runId).getInfo().getLifecycleStage();
        int left = client.searchRuns(List.of(id), "").size();
        int gone = client.searchRuns(List.of(id), "", ViewType.DELETED_ONLY).size();
        client.restoreRun(runId);
        return deleted + " " + left + " " + gone + " " + client.getRun(runId).getInfo().getLifecycleStage();
      });
      step("no write to a deleted run", () -> {
        client.deleteRun(runId);
        try {
          client.setTag(runId, "a", "b");
          return "written";
        } catch (Exception error) {
          return "refused " + error.getMessage().contains("must be in the 'active' state");
        } finally {
          client.restoreRun(runId);
        }
      });
      step("context with parent and child", () -> {
        MlflowContext context = new MlflowContext(client).setExperimentId(id);
        ActiveRun parent = context.startRun("parent");
        ActiveRun child = context.startRun("child", parent.getId());
        child.logMetrics(Map.of("a", 1.0));
        child.logParams(Map.of("b", "2"));
        child.setTags(Map.of("c", "3"));
        child.endRun();
        parent.endRun();
        return shown(client.getRun(child.getId())).replace(parent.getId(), "PARENT");
      });

      step("artifacts", () -> {
        Path folder = Files.createTempDirectory("java-artifacts");
        File file = folder.resolve("notes.txt").toFile();
        Files.writeString(file.toPath(), "written by Java");
        client.logArtifact(runId, file, "sub");
        client.logArtifacts(runId, folder.toFile());
        List<String> listed = client.listArtifacts(runId).stream().map(f -> f.getPath() + " " + f.getIsDir()).sorted().toList();
        String read = Files.readString(client.downloadArtifacts(runId, "sub/notes.txt").toPath());
        Files.delete(file.toPath());
        Files.delete(folder);
        return listed + " " + read;
      });

      String model = "java-model-" + marker;
      step("registered model", () -> {
        client.sendPost("registered-models/create", "{\"name\": \"" + model + "\"}");
        for (int i = 0; i < 3; i++) {
          client.sendPost("model-versions/create",
              "{\"name\": \"" + model + "\", \"source\": \"s3://bucket/java/" + i + "\", \"run_id\": \"" + runId + "\"}");
        }
        client.sendPost("model-versions/transition-stage",
            "{\"name\": \"" + model + "\", \"version\": \"2\", \"stage\": \"production\", \"archive_existing_versions\": true}");
        return client.getRegisteredModel(model).getLatestVersionsList().stream()
            .map(v -> v.getVersion() + " " + v.getCurrentStage()).sorted().toList();
      });
      step("latest versions", () -> client.getLatestVersions(model).stream().map(v -> v.getVersion() + " " + v.getCurrentStage()).sorted().toList());
      step("latest in production", () -> client.getLatestVersions(model, List.of("Production")).stream().map(ModelVersion::getVersion).toList());
      step("version", () -> client.getModelVersion(model, "3").getSource());
      step("no version", () -> {
        try {
          return client.getModelVersion(model, "77");
        } catch (Exception error) {
          return error.getMessage().contains("Model Version (name=" + model + ", version=77) not found");
        }
      });
      step("download uri", () -> client.getModelVersionDownloadUri(model, "1"));
      step("search versions in pages", () -> {
        List<String> versions = new ArrayList<>();
        ModelVersionsPage page = client.searchModelVersions("name = '" + model + "'", 2, List.of("version_number ASC"));
        page.getItems().forEach(v -> versions.add(v.getVersion()));
        page.getNextPage().getItems().forEach(v -> versions.add(v.getVersion()));
        return versions;
      });
      step("experiment deleted and restored", () -> {
        client.deleteExperiment(id);
        String stage = client.getExperiment(id).getLifecycleStage();
        client.restoreExperiment(id);
        return stage + " " + client.getExperiment(id).getLifecycleStage();
      });
    }
  }
}
