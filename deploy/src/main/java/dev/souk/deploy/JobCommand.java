package dev.souk.deploy;

import dev.souk.deploy.client.Evidence;
import dev.souk.deploy.client.JobReport;
import dev.souk.deploy.client.RelayConnection;
import dev.souk.deploy.client.RelayDocument;
import dev.souk.deploy.client.RelayUrl;
import dev.souk.marketplace.status.JobStatusEvent;
import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Verification;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk job}. */
@Command(
        name = "job",
        description = {
            "Shows how a job stands, by the status that the relay publishes under its own key (kind 30383). Its signature is"
                    + " checked."
        },
        footer = {
            "",
            "Examples:",
            "  souk job ID                       ID is the request's, as souk publish prints it",
            "  souk job ID --watch               goes on with every change, until the job is closed to offers",
            "  souk job ID wss://relay.example   of another relay",
            "  souk job ID --by PUBKEY           as somebody else tells it, who publishes there"
        })
final class JobCommand implements Callable<Integer> {
    /** A status is published within a second or two of what it tells. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final String SUBSCRIPTION = "job";

    private final EventVerifier verifier = new EventVerifier(Parts.schnorr());

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..2",
            paramLabel = "ID [URL]",
            description = "The job's id, and the relay, ws://127.0.0.1:7777 when left out.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--watch", description = "Shows every change, until the job is closed.")
    private boolean isWatching;

    @Option(
            names = "--by",
            paramLabel = "PUBKEY",
            description = "Whose word counts, in hex; the relay's own key when left out.")
    private Optional<String> teller = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        RelayArguments arguments = RelayArguments.of(spec.commandLine(), words);
        Bytes32 job = job(arguments);
        Optional<Bytes32> named = teller.map(hex -> id(hex, "--by takes a public key of 64 lowercase hex digits"));
        try (RelayConnection relay = RelayConnection.open(arguments.url())) {
            RelayDocument document = RelayDocument.fetch(arguments.url());
            Bytes32 author = named.isPresent() ? named.get() : self(arguments.url(), document);
            relay.send("[\"REQ\",\"" + SUBSCRIPTION + "\",{\"kinds\":[" + JobStatusEvent.KIND + "],\"authors\":[\""
                    + author + "\"],\"#d\":[\"" + job + "\"]}]");
            show(relay, arguments.url(), job, author);
            if (document.marketPath().isPresent()) {
                tell(Evidence.fetch(arguments.url(), document.marketPath().get(), job));
            }
            return ExitCode.OK;
        }
    }

    private Bytes32 job(RelayArguments arguments) {
        String rule = "name one job by its id, which is 64 lowercase hex digits";
        if (arguments.rest().size() != 1) {
            throw new ParameterException(spec.commandLine(), rule);
        }
        return id(arguments.rest().get(0), rule);
    }

    private Bytes32 id(String hex, String rule) {
        return Bytes32.parse(hex).orElseThrow(() -> new ParameterException(spec.commandLine(), rule));
    }

    private static Bytes32 self(RelayUrl url, RelayDocument document) {
        return document.self()
                .orElseThrow(
                        () -> new CommandFailure(
                                ExitCode.FAILED,
                                url
                                        + " names no key of its own, so it tells nothing of jobs; --by PUBKEY asks for another's word"));
    }

    /** Shows the status, or each one up to the last. Once all that is stored has come, a first one must come soon. */
    private void show(RelayConnection relay, RelayUrl url, Bytes32 job, Bytes32 author) throws InterruptedException {
        boolean isShown = false;
        boolean isLive = false;
        while (true) {
            switch (next(relay, url, job, isShown, isLive)) {
                case Answer.Delivered(String subscription, Event event)
                when isGenuine(event, job, author) -> {
                    print(event, isShown);
                    isShown = true;
                    if (!isWatching || JobReport.isClosed(event)) {
                        return;
                    }
                }
                case Answer.EndOfStored end -> isLive = true;
                case Answer.Closed(String subscription, String message) ->
                    throw new CommandFailure(ExitCode.FAILED, url + " refuses: " + JobReport.clean(message));
                case Answer.Delivered other -> {}
                case Answer.Notice notice -> {}
                case Answer.Ok ok -> {}
                case Answer.Challenge other -> {}
                case Answer.NegMessage other -> {}
                case Answer.NegError other -> {}
                case Answer.Other other -> {}
            }
        }
    }

    private static Answer next(RelayConnection relay, RelayUrl url, Bytes32 job, boolean isShown, boolean isLive)
            throws InterruptedException {
        if (isShown || !isLive) {
            return relay.next(isShown ? RelayConnection.FOREVER : RelayConnection.PATIENCE);
        }
        return relay.poll(GRACE)
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, url + " tells nothing of a job " + job));
    }

    private void tell(List<String> evidence) {
        PrintWriter out = spec.commandLine().getOut();
        if (!evidence.isEmpty()) {
            out.println("history");
            evidence.forEach(line -> out.println("  " + line));
            out.flush();
        }
    }

    private boolean isGenuine(Event event, Bytes32 job, Bytes32 author) {
        return event.kind() == JobStatusEvent.KIND
                && event.pubkey().equals(author)
                && event.firstValue("d").filter(job.hex()::equals).isPresent()
                && verifier.verify(event) == Verification.VALID;
    }

    private void print(Event status, boolean isAgain) {
        PrintWriter out = spec.commandLine().getOut();
        if (isAgain) {
            out.println();
        }
        out.print(JobReport.of(status));
        out.flush();
    }
}
