package dev.souk.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher, with Javas and a Maven that only say how they were called. */
@Timeout(180)
class LauncherIT {
    private record Result(int exitCode, long pid, String out, String err) {
        /** The folder of the Java that was run. */
        String java() {
            return line("java=");
        }

        String line(String prefix) {
            return out.lines()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + prefix + " in " + out + err));
        }

        List<String> arguments() {
            return out.lines()
                    .filter(line -> line.startsWith("["))
                    .map(line -> line.substring(1, line.length() - 1))
                    .toList();
        }
    }

    private static final String FAKE_JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then
                echo 'openjdk version "@VERSION@.0.1" 2026-01-01' >&2
                exit 0
            fi
            echo "java=$(dirname "$(dirname "$0")")"
            echo "pid=$$"
            for argument in "$@"; do echo "[$argument]"; done
            for argument in "$@"; do
                case $argument in -XX:AOTCacheOutput=*) echo learnt > "${argument#*=}"; exit "${TRAINED:-0}" ;; esac
            done
            exit 7
            """;

    private static final String FAKE_MAVEN = """
            #!/bin/sh
            echo "maven=$*"
            mkdir -p deploy/target/souk-0.1.0/lib
            touch deploy/target/souk-0.1.0/lib/.built
            """;

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();

    /** A machine with the tools that every POSIX system has, and neither Java nor Maven. */
    @BeforeEach
    void makeAMachine() throws IOException {
        folder = folder.toRealPath();
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool :
                List.of("sed", "dirname", "readlink", "find", "head", "mkdir", "touch", "sh", "rm", "mv", "cat")) {
            Path real = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(tools.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.toString());
        environment.put(
                "SOUK_JAVA_FOLDERS",
                Files.createDirectory(folder.resolve("javas")).toString());
        Files.createDirectories(folder.resolve("dist/lib"));
        install(folder.resolve("dist/bin/souk"), Files.readString(Path.of("bin/souk")));
    }

    static List<Path> shells() {
        return List.of(Path.of("/bin/sh"), Path.of("/bin/dash"), Path.of("/bin/bash")).stream()
                .filter(Files::exists)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void everyShellPassesArgumentsUnharmed(Path shell) throws IOException, InterruptedException {
        Path java = java("21", "javas/one");
        Result result = run(List.of(
                shell.toString(), folder.resolve("dist/bin/souk").toString(), "import", "a b", "", "*", "\"'$HOME"));
        assertEquals(java.toString(), result.java());
        List<String> arguments = result.arguments();
        int main = arguments.indexOf("dev.souk.deploy.Souk");
        assertEquals(List.of("import", "a b", "", "*", "\"'$HOME"), arguments.subList(main + 1, arguments.size()));
        assertEquals(folder.resolve("dist/lib") + "/*", arguments.get(main - 1));
    }

    @Test
    void becomesTheJavaProcessAndEndsAsItDoes() throws IOException, InterruptedException {
        java("21", "javas/one");
        Result result = launch();
        assertEquals(Long.toString(result.pid()), result.line("pid="));
        assertEquals(7, result.exitCode());
    }

    @Test
    void picksTheNewestOfTheUsualFolders() throws IOException, InterruptedException {
        java("21", "javas/a");
        Path newest = java("25", "javas/b");
        java("23", "javas/c");
        java("17", "javas/d");
        assertEquals(newest.toString(), launch().java());
    }

    @Test
    void whatSomebodyChoseGoesFirst() throws IOException, InterruptedException {
        java("25", "javas/newest");
        Path onPath = java("22", "path");
        environment.merge("PATH", onPath.resolve("bin").toString(), (old, more) -> more + ":" + old);
        assertEquals(onPath.toString(), launch().java());
        Path home = java("21", "home");
        environment.put("JAVA_HOME", home.toString());
        assertEquals(home.toString(), launch().java());
        Path own = java("23", "own");
        environment.put("SOUK_JAVA_HOME", own.toString());
        assertEquals(own.toString(), launch().java());
    }

    @Test
    void aChoiceThatIsTooOldIsPassedOver() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", java("17", "home").toString());
        Path old = java("1.8", "path");
        environment.merge("PATH", old.resolve("bin").toString(), (before, more) -> more + ":" + before);
        Path fit = java("21", "javas/fit");
        assertEquals(fit.toString(), launch().java());
    }

    @Test
    void anExplicitChoiceThatIsTooOldIsAnError() throws IOException, InterruptedException {
        java("25", "javas/fit");
        Path old = java("17", "own");
        environment.put("SOUK_JAVA_HOME", old.toString());
        Result result = launch();
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("SOUK_JAVA_HOME is " + old), result.err());
    }

    @Test
    void followsTheLinksOfTheJavaOnThePath() throws IOException, InterruptedException {
        Path real = java("21", "real");
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("java"), real.resolve("bin/java"));
        environment.merge("PATH", links.toString(), (before, more) -> more + ":" + before);
        assertEquals(real.toString(), launch().java());
    }

    @Test
    void asksAJavaThatHasNoReleaseFile() throws IOException, InterruptedException {
        Path java = java("21", "javas/bare");
        Files.delete(java.resolve("release"));
        assertEquals(java.toString(), launch().java());
    }

    @Test
    void saysWhatIsMissingAndWhatIsTooOld() throws IOException, InterruptedException {
        Path old = java("17", "javas/old");
        Result result = launch();
        assertEquals(2, result.exitCode());
        assertTrue(result.err().startsWith("souk: needs Java 21 or newer and found none"), result.err());
        assertTrue(result.err().contains("\n  Java 17 in " + old + "\n"), result.err());
        assertTrue(result.err().contains("set SOUK_JAVA_HOME"), result.err());
    }

    @Test
    void optionsOfTheOperatorComeAfterThoseOfTheLauncher() throws IOException, InterruptedException {
        java("21", "javas/one");
        environment.put("SOUK_JAVA_OPTS", "-Xmx3g -Da=b");
        List<String> arguments = launch().arguments();
        assertTrue(arguments.indexOf("-Xmx3g") > arguments.indexOf("-XX:MaxRAMPercentage=20"), arguments::toString);
        assertTrue(arguments.contains("-Da=b"), arguments::toString);
    }

    @Test
    void anOptionThatOldJavasDoNotKnowIsForNewOnes() throws IOException, InterruptedException {
        String option = "--sun-misc-unsafe-memory-access=allow";
        java("22", "javas/old");
        assertFalse(launch().arguments().contains(option));
        java("23", "javas/new");
        assertTrue(launch().arguments().contains(option));
    }

    @Test
    void whatJavaLearntInTrainingIsUsedByLaterStartsOfThatVersion() throws IOException, InterruptedException {
        java("25", "javas/one");
        Path cache = folder.resolve("dist/lib/souk-25.0.1+1.aot");
        Path older = Files.writeString(folder.resolve("dist/lib/souk-25.0.0+9.aot"), "of another Java");
        assertFalse(launch().arguments().contains("-XX:AOTCache=" + older));

        Result training = launch("train");
        assertEquals(0, training.exitCode(), training.err());
        assertEquals("learnt\n", Files.readString(cache));
        assertFalse(Files.exists(older), "nobody needs it any more");
        assertFalse(Files.exists(folder.resolve("dist/lib/souk-25.0.1+1.aot.new")));

        assertTrue(launch().arguments().contains("-XX:AOTCache=" + cache));
    }

    @Test
    void aTrainingThatFailsLeavesWhatWasLearntBefore() throws IOException, InterruptedException {
        java("25", "javas/one");
        Path cache = Files.writeString(folder.resolve("dist/lib/souk-25.0.1+1.aot"), "before");
        environment.put("TRAINED", "1");
        Result training = launch("train");
        assertEquals(2, training.exitCode());
        assertTrue(training.err().contains("[dev.souk.deploy.Souk]\n[train]\nsouk: that did not work"), training.err());
        assertEquals("before", Files.readString(cache));
    }

    @Test
    void aJavaThatCannotLearnIsNotTrained() throws IOException, InterruptedException {
        java("24", "javas/one");
        Result training = launch("train");
        assertEquals(2, training.exitCode());
        assertTrue(training.err().contains("training needs Java 25 or newer"), training.err());
        assertFalse(launch().arguments().stream().anyMatch(argument -> argument.contains("AOTCache")));
    }

    @Test
    void findsItsFolderThroughLinks() throws IOException, InterruptedException {
        java("21", "javas/one");
        Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("dist/bin/souk"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), first);
        List<String> arguments = run(List.of("/bin/sh", second.toString())).arguments();
        assertTrue(arguments.contains(folder.resolve("dist/lib") + "/*"), arguments::toString);
    }

    @Test
    void aSourceTreeIsBuiltOnFirstUseAndWhenItChanges() throws IOException, InterruptedException {
        java("21", "javas/one");
        install(folder.resolve("tools/mvn"), FAKE_MAVEN);
        Path launcher = sourceTree();
        Result first = run(List.of("/bin/sh", launcher.toString()));
        assertTrue(first.err().contains("maven=-q -B -DskipTests -pl deploy -am package"), first.err());
        assertTrue(first.arguments().contains(folder.resolve("tree/deploy/target/souk-0.1.0/lib") + "/*"));

        Result second = run(List.of("/bin/sh", launcher.toString()));
        assertEquals("", second.err(), "nothing has changed");

        Path source = folder.resolve("tree/relay/src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        Result third = run(List.of("/bin/sh", launcher.toString()));
        assertTrue(third.err().contains("the sources have changed"), third.err());
    }

    @Test
    void aSourceTreeWithoutMavenSaysHowToGetIt() throws IOException, InterruptedException {
        java("21", "javas/one");
        Result result = run(List.of("/bin/sh", sourceTree().toString()));
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("building needs Maven"), result.err());
    }

    private Path sourceTree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("pom.xml"), "<project>\n  <version>0.1.0</version>\n</project>\n");
        Path sources = Files.createDirectories(tree.resolve("relay/src/main/java"));
        Files.writeString(sources.resolve("A.java"), "class A {}\n");
        Path launcher = tree.resolve("deploy/bin/souk");
        install(launcher, Files.readString(Path.of("bin/souk")));
        return launcher;
    }

    private Path java(String version, String place) throws IOException {
        Path home = folder.resolve(place);
        install(home.resolve("bin/java"), FAKE_JAVA.replace("@VERSION@", version));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_RUNTIME_VERSION=\"%1$s.0.1+1\"\nJAVA_VERSION=\"%1$s.0.1\"\n"
                        .formatted(version));
        return home;
    }

    private static void install(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result launch(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", folder.resolve("dist/bin/souk").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the launcher hangs");
        return new Result(
                process.exitValue(), process.pid(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
