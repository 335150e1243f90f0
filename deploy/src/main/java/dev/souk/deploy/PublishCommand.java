package dev.souk.deploy;

import dev.souk.deploy.client.JobReport;
import dev.souk.deploy.client.Publisher;
import dev.souk.deploy.client.RelayConnection;
import dev.souk.deploy.transfer.EventLines;
import dev.souk.deploy.transfer.InputFile;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk publish}. */
@Command(
        name = "publish",
        description = {
            "Signs one event and publishes it, or publishes signed events from a file of JSON Lines as they are. Prints the"
                    + " id of each event that the relay has accepted; what the relay says goes to standard error."
        },
        footer = {
            "",
            "Examples:",
            "  souk publish --new-key me.key --kind 68001 --tag j=translation --content 'Hello'",
            "  souk publish --key me.key --kind 68001 --tag j=translation --tag '[\"bid\",\"5000\",\"8000\"]'",
            "  souk publish wss://relay.example --key-env MY_KEY --kind 1 --content 'Hello'",
            "  souk publish events.jsonl.gz",
            "  souk publish --new-key me.key          makes a key, and publishes nothing",
            "",
            "Exit codes: 0 all were accepted; 1 one was refused or was no event, or the relay could not be asked; 2 the",
            "command line is wrong."
        })
final class PublishCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..2",
            paramLabel = "[URL] [FILE]",
            description = "The relay, ws://127.0.0.1:7777 when left out; then a file of events, standard input when -.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private DraftOptions draft = new DraftOptions();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    PublishCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RelayArguments arguments = RelayArguments.of(spec.commandLine(), words);
        boolean hasFile = !arguments.rest().isEmpty();
        if (arguments.rest().size() > 1) {
            throw usage("name one file, not " + arguments.rest().size());
        }
        if (hasFile && (draft.isPresent() || !keys.isEmpty())) {
            throw usage("the events of a file are signed already: leave the key, --kind, --tag and --content out");
        }
        if (hasFile) {
            return publishFile(arguments);
        }
        if (!draft.isPresent() && keys.isNew()) {
            SecretKey key = keys.read(spec.commandLine(), surroundings.environment());
            say("made a key; its public key is");
            print(key.publicKey().hex());
            return ExitCode.OK;
        }
        if (!draft.isPresent()) {
            throw usage("say what to publish: an event with --kind, or a file of events");
        }
        return publishDraft(arguments);
    }

    /** The draft is checked before a key is made, and the key is made before the relay is asked. */
    private int publishDraft(RelayArguments arguments) throws IOException, InterruptedException {
        Draft unsigned =
                draft.draft(spec.commandLine(), surroundings.clock().instant().getEpochSecond());
        Event event = keys.read(spec.commandLine(), surroundings.environment()).sign(unsigned);
        try (RelayConnection relay = RelayConnection.open(arguments.url())) {
            Publisher publisher = new Publisher(relay, this::tell, this::notice);
            publisher.publish(event);
            publisher.finish();
            return publisher.refused() == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private int publishFile(RelayArguments arguments) throws IOException, InterruptedException {
        String file = arguments.rest().get(0);
        try (InputFile input = InputFile.open(file, surroundings.in());
                RelayConnection relay = RelayConnection.open(arguments.url())) {
            Publisher publisher = new Publisher(relay, this::tell, this::notice);
            EventLines lines = new EventLines(input.stream());
            long useless = lines.forEach(publisher::publish, this::say);
            publisher.finish();
            say(publisher.accepted() + " accepted, " + publisher.refused() + " refused, " + useless + " no events");
            return publisher.refused() + useless == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void tell(Publisher.Outcome outcome) {
        String message = JobReport.clean(outcome.message());
        if (outcome.isAccepted()) {
            print(outcome.event().hex());
            if (!message.isEmpty()) {
                say(outcome.event() + " accepted: " + message);
            }
        } else {
            say(outcome.event() + " refused: " + message);
        }
    }

    private void notice(String message) {
        say("notice: " + JobReport.clean(message));
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("souk: " + text);
        err.flush();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
