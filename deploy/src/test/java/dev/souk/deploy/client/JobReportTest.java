package dev.souk.deploy.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class JobReportTest {
    private static final String JOB = "a".repeat(64);
    private static final String PROVIDER = "b".repeat(64);
    private static final String CUSTOMER = "c".repeat(64);
    private static final String RESULT = "d".repeat(64);

    @Test
    void tellsAStatusInLinesAndItsOffersInATable() {
        TestEvents status = TestEvents.ofKind(30_383)
                .by(TestKeys.alice())
                .at(1_700_000_123)
                .tag("d", JOB)
                .tag("k", "68001")
                .tag("j", "translation")
                .tag("s", "completed")
                .tag("o", "delivered")
                .tag("l", "closed")
                .tag("proof", "accepted", RESULT)
                .tag("p", CUSTOMER, "", "customer")
                .tag("p", PROVIDER, "", "provider")
                .tag("dialect", "68001")
                .tag("bid", "5000000", "msat", "sat:draft-tags", "8000500")
                .tag("asked_at", "1700000000")
                .tag("expires_at", "1700086400")
                .tag(
                        "offer",
                        PROVIDER,
                        "delivered",
                        "4000000",
                        "verified",
                        "4000000",
                        "accepted",
                        RESULT,
                        "8312",
                        "0",
                        "late")
                .tag("offers_total", "1")
                .tag("flags", "late", "weak_link");
        String report = JobReport.of(status.build()).replace(System.lineSeparator(), "\n");
        assertEquals("""
                job         %s
                asks for    translation (kind 68001, dialect 68001)
                status      completed, was delivered; closed to offers
                proved by   accepted, event %s
                customer    %s
                bid         5,000 sat, at most 8,000.500 sat (read as sat:draft-tags)
                asked       2023-11-14T22:13:20Z
                deadline    2023-11-15T22:13:20Z
                flags       late, weak_link
                offers      1
                  provider          work            asked sat   verified sat    claimed sat  verdict      after
                  bbbbbbbbbbbbbbbb… delivered           4,000          4,000              0  accepted     8.3 s  late
                told by     %s, 2023-11-14T22:15:23Z
                """.formatted(JOB, RESULT, CUSTOMER, TestKeys.alice().publicKey()), report);
    }

    @Test
    void nothingInAStatusMovesTheCursor() {
        String hostile = "\u001b[2J\u009b\r\n\u202e\u2028\u0007" + "x".repeat(100_000);
        TestEvents status = TestEvents.ofKind(30_383);
        for (String name : new String[] {
            "d",
            "k",
            "j",
            "s",
            "o",
            "l",
            "proof",
            "p",
            "dialect",
            "bid",
            "asked_at",
            "expires_at",
            "offer",
            "flags",
            "blocked_by"
        }) {
            status.tag(name, hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile);
        }
        String report = JobReport.of(status.build());
        assertTrue(report.length() < 10_000, () -> String.format(Locale.ROOT, "%d characters", report.length()));
        assertFalse(report.chars().anyMatch(c -> c != '\n' && c != '\r' && Character.isISOControl(c)));
        assertFalse(report.contains("\u202e"));
    }

    @Test
    void whatIsMissingIsLeftOut() {
        String report = JobReport.of(TestEvents.ofKind(30_383)
                .tag("d")
                .tag("offer")
                .tag("p")
                .tag("bid")
                .build());
        assertTrue(report.contains("told by"), report);
        assertFalse(report.contains("status"), report);
    }
}
