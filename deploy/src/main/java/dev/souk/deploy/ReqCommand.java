package dev.souk.deploy;

import dev.souk.deploy.client.JobReport;
import dev.souk.deploy.client.RelayConnection;
import dev.souk.deploy.client.RelayUrl;
import dev.souk.protocol.Answer;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Verification;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk req}. */
@Command(
        name = "req",
        description = {
            "Asks a relay for events and prints them as JSON Lines, newest first. Ids and signatures are checked; what is"
                    + " not genuine is left out and named."
        },
        footer = {
            "",
            "Examples:",
            "  souk req '{\"kinds\":[68001],\"limit\":10}'                 the newest job requests",
            "  souk req --follow '{\"kinds\":[30383],\"#l\":[\"open\"]}'     open jobs, and each change of one",
            "  souk req wss://relay.example '{\"ids\":[\"...\"]}'          of another relay",
            "  souk req '{\"kinds\":[1]}' '{\"kinds\":[7]}' --count 5      what matches either filter, five at most"
        })
final class ReqCommand implements Callable<Integer> {
    private static final String SUBSCRIPTION = "souk";

    private final Surroundings surroundings;
    private final EventVerifier verifier = new EventVerifier(Parts.schnorr());

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "[URL] FILTER",
            description = "The relay, ws://127.0.0.1:7777 when left out; then filters as in a REQ (NIP-01).")
    private List<String> words = new ArrayList<>();

    @Option(names = "--follow", description = "Goes on with what comes new, until it is stopped.")
    private boolean isFollowing;

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many events.")
    private long count = Long.MAX_VALUE;

    ReqCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be at least 1");
        }
        RelayArguments arguments = RelayArguments.of(spec.commandLine(), words);
        if (arguments.rest().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "say which events: a filter such as '{\"kinds\":[68001],\"limit\":10}'");
        }
        FilterOptions.parsed(spec.commandLine(), "FILTER", arguments.rest());
        try (RelayConnection relay = RelayConnection.open(arguments.url())) {
            relay.send("[\"REQ\",\"" + SUBSCRIPTION + "\"," + String.join(",", arguments.rest()) + "]");
            OutputStream out = new BufferedOutputStream(surroundings.out(), 1 << 16);
            print(relay, arguments.url(), out);
            out.flush();
            return ExitCode.OK;
        } catch (IOException e) {
            if (ExportCommand.isClosedPipe(e)) {
                throw new CommandFailure(ExitCode.FAILED, "whoever read the output went away", e);
            }
            throw e;
        }
    }

    /** Prints up to the end of what is stored, or on and on. Whoever reads the output gets each batch at once. */
    private void print(RelayConnection relay, RelayUrl url, OutputStream out) throws IOException, InterruptedException {
        boolean isLive = false;
        long printed = 0;
        while (printed < count) {
            if (!relay.hasNext()) {
                out.flush();
            }
            switch (relay.next(isLive ? RelayConnection.FOREVER : RelayConnection.PATIENCE)) {
                case Answer.Delivered(String subscription, Event event) -> printed += print(event, out);
                case Answer.EndOfStored end -> isLive = true;
                case Answer.Closed(String subscription, String message) ->
                    throw new CommandFailure(ExitCode.FAILED, url + " refuses: " + JobReport.clean(message));
                case Answer.Notice(String message) -> warn("notice: " + JobReport.clean(message));
                case Answer.Ok ok -> {}
                case Answer.Challenge other -> {}
                case Answer.NegMessage other -> {}
                case Answer.NegError other -> {}
                case Answer.Other other -> {}
            }
            if (isLive && !isFollowing) {
                return;
            }
        }
    }

    private int print(Event event, OutputStream out) throws IOException {
        if (verifier.verify(event) != Verification.VALID) {
            warn("left out " + event.id() + ": its id or its signature is wrong");
            return 0;
        }
        out.write(event.json());
        out.write('\n');
        return 1;
    }

    private void warn(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("souk: " + text);
        err.flush();
    }
}
