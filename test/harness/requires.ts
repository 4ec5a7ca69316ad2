import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";

/**
 * What some tests need beyond npm. `.ci/run` installs all of it into one directory, so on a machine where that script
 * ran once everything is found; a variable can name another place.
 */
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "spanloom-ci");

const tools = {
  chromium: {
    variable: "SPANLOOM_TEST_CHROMIUM",
    places: [
      "/usr/bin/chromium-headless-shell",
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
    ],
    howToGet: "apt-get install chromium",
  },
  /** Python with mlflow 3.17.2 and OpenTelemetry's exporters. */
  python: {
    variable: "SPANLOOM_TEST_PYTHON",
    places: [join(cache, "python/mlflow-3.17.2/bin/python")],
    howToGet: `.ci/tools/python ${cache}`,
  },
  /** Python with mlflow 3.8.1. */
  python38: {
    variable: "SPANLOOM_TEST_PYTHON_38",
    places: [join(cache, "python/mlflow-3.8.1/bin/python")],
    howToGet: `.ci/tools/python ${cache}`,
  },
  /** Python with mlflow-skinny 2.22.5. */
  python222: {
    variable: "SPANLOOM_TEST_PYTHON_222",
    places: [join(cache, "python/mlflow-2.22.5/bin/python")],
    howToGet: `.ci/tools/python ${cache}`,
  },
  /** A folder with the jars of MLflow's Java client. A JDK must be on the path. */
  mlflowJava: {
    variable: "SPANLOOM_TEST_MLFLOW_JAVA",
    places: [join(cache, "java/lib")],
    howToGet: `.ci/tools/java ${cache}`,
  },
  /** MariaDB's server or MySQL's. */
  mysql: {
    variable: "SPANLOOM_TEST_MYSQL",
    places: ["/usr/sbin/mariadbd"],
    howToGet: "apt-get install mariadb-server",
  },
  openssl: {
    variable: "SPANLOOM_TEST_OPENSSL",
    places: ["/usr/bin/openssl"],
    howToGet: "apt-get install openssl",
  },
  collector: {
    variable: "SPANLOOM_TEST_COLLECTOR",
    places: [join(cache, "go/bin/otelcol")],
    howToGet: `.ci/tools/go ${cache}`,
  },
  telemetrygen: {
    variable: "SPANLOOM_TEST_TELEMETRYGEN",
    places: [join(cache, "go/bin/telemetrygen")],
    howToGet: `.ci/tools/go ${cache}`,
  },
} as const;

export type Tool = keyof typeof tools;

/** The path of a tool; throws with the way to get it where it is missing. */
export function pathOf(tool: Tool): string {
  const path = find(tool);
  if (path === undefined) throw new Error(lacks(tool));
  return path;
}

/**
 * A `describe` for tests that need these tools. Where one is missing they are left out with one line that says how to
 * get it; in CI, or with SPANLOOM_REQUIRE_ALL=1, a missing tool is a failure instead.
 */
export function describeWith(needed: readonly Tool[], title: string, body: () => void): void {
  const missing = needed.filter((tool) => find(tool) === undefined);
  if (missing.length === 0) {
    describe(title, body);
    return;
  }
  const sentence = missing.map(lacks).join(" ");
  if (process.env.CI !== undefined || process.env.SPANLOOM_REQUIRE_ALL === "1") {
    test(title, () => {
      throw new Error(sentence);
    });
    return;
  }
  console.warn(`Left out: ${title}. ${sentence}`);
  describe.skip(title, body);
}

function find(tool: Tool): string | undefined {
  const { variable, places } = tools[tool];
  const named = process.env[variable];
  return [...(named ? [named] : []), ...places].find((path) => existsSync(path));
}

function lacks(tool: Tool): string {
  const { variable, howToGet } = tools[tool];
  return `${tool} is missing: get it with \`${howToGet}\`, or name its path in ${variable}.`;
}
