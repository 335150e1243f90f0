package dev.souk.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The harness: makes a corpus, and measures relays from outside. */
@Command(
        name = "souk-bench",
        description = "Measures Nostr relays from outside, side by side.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CorpusCommand.class,
            RunCommand.class,
            GrowthCommand.class,
            MarketCorpusCommand.class,
            MarketCommand.class,
            VerifyLimitCommand.class,
            ReconcileCommand.class,
            SoakCommand.class
        })
public final class Bench {
    public static void main(String[] arguments) {
        System.exit(new CommandLine(Bench.class)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
