package dev.souk.marketplace.job;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "JOBS.md");

    @Test
    void everyRuleStatusAndFlagIsDocumented() throws IOException {
        String text = Files.readString(DOCUMENT);
        for (Rule rule : Rule.values()) {
            assertDocumented(text, rule.wire());
        }
        for (JobStatus status : JobStatus.values()) {
            assertDocumented(text, status.wire());
        }
        for (Offer.Status status : Offer.Status.values()) {
            assertDocumented(text, status.wire());
        }
        for (Offer.Flag flag : Offer.Flag.values()) {
            assertDocumented(text, flag.wire());
        }
        for (Job.Flag flag : Job.Flag.values()) {
            assertDocumented(text, flag.wire());
        }
    }

    private static void assertDocumented(String text, String word) {
        assertTrue(text.contains("`" + word + "`"), word);
    }
}
