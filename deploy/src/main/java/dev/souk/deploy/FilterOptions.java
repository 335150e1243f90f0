package dev.souk.deploy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.json.ClientMessageReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which events are meant: NIP-01 filters as JSON, or one made of options. */
final class FilterOptions {
    @Option(
            names = "--filter",
            paramLabel = "JSON",
            description = "A filter as in a REQ (NIP-01); may be given more than once.")
    private List<String> filters = new ArrayList<>();

    @Option(names = "--kinds", paramLabel = "KIND", split = ",", description = "Only these kinds.")
    private Set<Integer> kinds = new TreeSet<>();

    @Option(names = "--authors", paramLabel = "PUBKEY", split = ",", description = "Only of these authors, in hex.")
    private List<String> authors = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Not older: Unix seconds, 2026-01-31 or 2026-01-31T12:00:00Z.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "Not newer; the same forms.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "Only so many, the newest.")
    private Optional<Integer> limit = Optional.empty();

    /** The filters; empty when everything is meant. Mistakes are reported in the name of {@code command}. */
    List<Filter> read(CommandLine command) {
        Optional<Filter> made = made(command);
        if (made.isPresent() && !filters.isEmpty()) {
            throw new ParameterException(command, "--filter says it all: leave the other conditions out");
        }
        return made.map(List::of).orElseGet(() -> filters.isEmpty() ? List.of() : withoutSearch(command));
    }

    private List<Filter> withoutSearch(CommandLine command) {
        List<Filter> read = parsed(command, "--filter", filters);
        if (read.stream().anyMatch(filter -> filter.search().isPresent())) {
            throw new ParameterException(command, "--filter: only a running relay can search; use souk req");
        }
        return read;
    }

    private Optional<Filter> made(CommandLine command) {
        boolean isEmpty = kinds.isEmpty() && authors.isEmpty() && since.isEmpty() && until.isEmpty() && limit.isEmpty();
        if (isEmpty) {
            return Optional.empty();
        }
        Filter.Builder builder = Filter.builder();
        if (!kinds.isEmpty()) {
            builder.kinds(kinds);
        }
        if (!authors.isEmpty()) {
            Set<Bytes32> keys = new TreeSet<>();
            authors.forEach(hex -> keys.add(Bytes32.parse(hex)
                    .orElseThrow(() -> new ParameterException(
                            command, "--authors takes public keys of 64 lowercase hex digits, not " + hex))));
            builder.authors(keys);
        }
        since.ifPresent(text -> builder.since(seconds(text, "--since", command)));
        until.ifPresent(text -> builder.until(seconds(text, "--until", command)));
        limit.ifPresent(number -> {
            if (number < 0) {
                throw new ParameterException(command, "--limit must not be negative");
            }
            builder.limit(number);
        });
        return Optional.of(builder.build());
    }

    /**
     * Filters are read as a REQ holds them, so that a command knows exactly those that the relay knows.
     *
     * @param name what the command calls them
     * @param filters at least one, as JSON
     */
    static List<Filter> parsed(CommandLine command, String name, List<String> filters) {
        String req = "[\"REQ\",\"souk\"," + String.join(",", filters) + "]";
        return switch (ClientMessageReader.read(req.getBytes(StandardCharsets.UTF_8))) {
            case ClientMessage.Req message -> message.filters();
            case ClientMessage.RefusedReq refused -> throw refusal(command, name, refused.reason());
            case ClientMessage.Unreadable unreadable -> throw refusal(command, name, unreadable.reason());
            case ClientMessage.Publish other -> throw notAsked();
            case ClientMessage.Authenticate other -> throw notAsked();
            case ClientMessage.RefusedEvent other -> throw notAsked();
            case ClientMessage.Count other -> throw notAsked();
            case ClientMessage.Close other -> throw notAsked();
            case ClientMessage.NegOpen other -> throw notAsked();
            case ClientMessage.NegMsg other -> throw notAsked();
            case ClientMessage.NegClose other -> throw notAsked();
            case ClientMessage.RefusedNeg other -> throw notAsked();
        };
    }

    private static IllegalStateException notAsked() {
        return new IllegalStateException("a REQ was read as something else");
    }

    private static ParameterException refusal(CommandLine command, String name, Reason reason) {
        return new ParameterException(command, name + ": " + reason.text());
    }

    private static long seconds(String text, String option, CommandLine command) {
        try {
            if (text.matches("[0-9]{1,12}")) {
                return Long.parseLong(text);
            }
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toEpochSecond()
                    : Instant.parse(text).getEpochSecond();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    command, option + " takes Unix seconds, 2026-01-31 or 2026-01-31T12:00:00Z, not " + text, e);
        }
    }
}
