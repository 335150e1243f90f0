package dev.souk.deploy;

import dev.souk.deploy.client.ManagementClient;
import dev.souk.deploy.client.RelayUrl;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk manage}. */
@Command(
        name = "manage",
        description = {
            "Manages a running relay over its API (NIP-86). Its configuration must name the key as an operator's or a"
                    + " moderator's. Prints the result as JSON, of a list one entry a line.",
            "A parameter that is a whole number is sent as one; every other as text. To send a number as text, put it in"
                    + " quotes: '\"7\"'."
        },
        footer = {
            "",
            "Examples:",
            "  souk manage --key me.key supportedmethods",
            "  souk manage --key me.key banpubkey PUBKEY 'sells likes'",
            "  souk manage --key me.key listeventsneedingmoderation 20",
            "  souk manage --key me.key --relay wss://relay.example blockip 2001:db8::/64 flood",
            "  souk manage --key me.key --as wss://relay.example changerelayname Bazaar",
            "",
            "Exit codes: 0 it is done; 1 the relay refuses, or could not be asked; 2 the command line is wrong."
        })
final class ManageCommand implements Callable<Integer> {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern QUOTED_NUMBER = Pattern.compile("\"" + NUMBER + "\"");

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "METHOD [PARAM...]",
            description = "One of those that supportedmethods lists, and what it takes.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--relay", paramLabel = "URL", description = "The relay, ws://127.0.0.1:7777 when left out.")
    private Optional<String> relay = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "URL",
            description = "How the relay is called, as in its auth.relay_urls, when --relay is another way to it.")
    private Optional<String> named = Optional.empty();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    ManageCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RelayUrl url = relay.map(this::url).orElse(RelayUrl.DEFAULT);
        String name = named.map(this::url).orElse(url).toString();
        SecretKey key = keys.read(spec.commandLine(), surroundings.environment());
        List<String> result = new ManagementClient(url, name, key, surroundings.clock())
                .call(
                        words.getFirst(),
                        words.stream().skip(1).map(ManageCommand::json).toList());
        PrintWriter out = spec.commandLine().getOut();
        result.forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }

    private RelayUrl url(String text) {
        return RelayUrl.parse(text)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "a relay's URL begins with ws:// or wss:// and names a host, not " + text));
    }

    private static String json(String word) {
        return NUMBER.matcher(word).matches() || QUOTED_NUMBER.matcher(word).matches()
                ? word
                : ManagementClient.quoted(word);
    }
}
