package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rules and the dashboard that come along ask for metrics that there are. */
@Timeout(180)
class MonitoringFilesIT {
    private static final Path FILES = Path.of("src/main/dist/monitoring");
    private static final Pattern NAME = Pattern.compile("\\b(?:souk|jvm|process|system)_[a-z0-9_]+");
    /** A pause of the collector has a meter from the first pause on. */
    private static final String PAUSES = "jvm_gc_pause_seconds_sum";

    @TempDir
    private Path folder = Path.of("");

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private String metrics() throws IOException, InterruptedException {
        try (LocalRelay relay = LocalRelay.inFolder(folder);
                HttpClient http = HttpClient.newHttpClient()) {
            // The registry does not hold what it reads from.
            System.gc();
            HttpRequest page =
                    HttpRequest.newBuilder(URI.create(relay.metrics())).build();
            return http.send(page, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void askForMetricsThatThereAre() throws IOException, InterruptedException {
        String page = metrics();
        Set<String> there = names(page);
        there.add(PAUSES);
        assertFalse(page.matches("(?s).*\nsouk_store_[a-z_]+ NaN\n.*"), page);
        for (String file : Set.of("souk.rules.yml", "souk.dashboard.json")) {
            Set<String> asked = names(Files.readString(FILES.resolve(file)));
            assertTrue(asked.size() > 5, file);
            asked.removeAll(there);
            assertEquals(Set.of(), asked, () -> file + " asks for what is not on\n" + page);
        }
    }

    @Test
    void theRulesPassPrometheusOwnCheckWhereItIsInstalled() throws IOException, InterruptedException {
        Optional<Path> tool = Optional.of(Path.of("/usr/bin/promtool")).filter(Files::isExecutable);
        if (tool.isPresent()) {
            Process check = new ProcessBuilder(
                            tool.get().toString(),
                            "check",
                            "rules",
                            FILES.resolve("souk.rules.yml").toString())
                    .inheritIO()
                    .start();
            assertEquals(0, check.waitFor());
        }
    }
}
