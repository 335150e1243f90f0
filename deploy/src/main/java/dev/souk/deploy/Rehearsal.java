package dev.souk.deploy;

import dev.souk.deploy.client.ClientException;
import dev.souk.deploy.client.Publisher;
import dev.souk.deploy.client.RelayConnection;
import dev.souk.deploy.client.RelayUrl;
import dev.souk.protocol.Answer;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What clients do with a relay, each of it so often that Java takes notice: events of the usual kinds are published, live
 * and to be stored, known ones again; feeds, threads, profiles and counts are asked for; jobs are asked for, answered and
 * looked at over HTTP. Owned by one thread.
 */
final class Rehearsal {
    private static final int PEOPLE = 40;
    private static final int ROUNDS = 250;
    private static final int ASKED = 30;
    private static final int LOOKED = 30;

    private static final List<String> PAGES = List.of(
            "/", "/api/v1/jobs", "/api/v1/jobs?status=delivered&limit=20", "/api/v1/providers", "/api/v1/stats");

    private final RelayUrl relay;
    private final URI monitoring;
    private final long nowSeconds;
    private final List<SecretKey> people =
            Stream.generate(SecretKey::random).limit(PEOPLE).toList();
    private final List<Event> events = new ArrayList<>();

    Rehearsal(RelayUrl relay, URI monitoring, long nowSeconds) {
        this.relay = relay;
        this.monitoring = monitoring;
        this.nowSeconds = nowSeconds;
    }

    /** What was done. */
    record Done(long accepted, int questions, int pages) {
        @Override
        public String toString() {
            return "rehearsed with " + accepted + " events, " + questions + " questions and " + pages + " pages";
        }
    }

    /** @throws ClientException when the relay does not take part */
    Done run() throws IOException, InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            write(i);
        }
        try (RelayConnection connection = RelayConnection.open(relay)) {
            connection.send("[\"REQ\",\"live\",{\"limit\":0}]");
            long accepted = publish(connection);
            publish(connection);
            int questions = ask(connection);
            return new Done(accepted, questions, look());
        }
    }

    /** One round: a person's profile or lists, some notes and reactions, and a job from request to verdict. */
    private void write(int round) {
        SecretKey author = people.get(round % PEOPLE);
        SecretKey other = people.get((round + 1) % PEOPLE);
        String otherKey = other.publicKey().hex();
        long at = nowSeconds - ROUNDS + round;
        switch (round % 4) {
            case 0 -> add(author, at, 0, "{\"name\":\"person " + round + "\",\"about\":\"of a rehearsal\"}");
            case 1 ->
                add(
                        author,
                        at,
                        3,
                        "",
                        people.stream()
                                .map(key -> tag("p", key.publicKey().hex()))
                                .toArray(Tag[]::new));
            case 2 -> add(author, at, 10_002, "", tag("r", "wss://relay.example.com"));
            default ->
                add(author, at, 30_023, "An article of the round " + round, tag("d", "a" + round), tag("t", "souk"));
        }
        Event note = add(author, at, 1, "Good morning, this is note " + round, tag("t", "morning"));
        String root = note.id().hex();
        Event reply = add(
                other,
                at,
                1,
                "Good morning to you, too",
                tag("e", root, "", "root"),
                tag("p", author.publicKey().hex()));
        add(other, at, 7, "+", tag("e", root), tag("p", author.publicKey().hex()));
        add(author, at, 6, "", tag("e", reply.id().hex()), tag("p", otherKey));
        job(author, other, at, round);
    }

    private void job(SecretKey customer, SecretKey provider, long at, int round) {
        String customerKey = customer.publicKey().hex();
        if (round % 2 == 0) {
            Event request = add(
                    customer, at, 68_001, "", tag("j", "translation"), tag("input", "Hello", "text"), tag("bid", "50"));
            String id = request.id().hex();
            Event result = add(provider, at, 68_002, "Hallo", tag("e", id), tag("p", customerKey));
            add(
                    customer,
                    at,
                    7,
                    "+",
                    tag("e", result.id().hex()),
                    tag("p", provider.publicKey().hex()));
            return;
        }
        Event request = add(customer, at, 5_050, "", tag("i", "Why?", "text"), tag("bid", "50000"));
        String id = request.id().hex();
        add(provider, at, 7_000, "", tag("status", "processing"), tag("e", id), tag("p", customerKey));
        add(provider, at, 6_050, "Because.", tag("e", id), tag("p", customerKey), tag("amount", "40000"));
    }

    private Event add(SecretKey author, long at, int kind, String content, Tag... tags) {
        Event event = author.sign(new Draft(at, kind, List.of(tags), content));
        events.add(event);
        return event;
    }

    private static Tag tag(String... elements) {
        return new Tag(List.of(elements));
    }

    private long publish(RelayConnection connection) throws InterruptedException {
        Publisher publisher = new Publisher(connection, outcome -> {}, notice -> {});
        for (Event event : events) {
            publisher.publish(event);
        }
        publisher.finish();
        return publisher.accepted();
    }

    private int ask(RelayConnection connection) throws InterruptedException {
        List<String> questions = questions();
        for (int i = 0; i < ASKED; i++) {
            for (String question : questions) {
                connection.send(question);
                awaitAnswer(connection);
                connection.send("[\"CLOSE\",\"q\"]");
            }
        }
        return ASKED * questions.size();
    }

    private List<String> questions() {
        String everybody = quoted(people.stream().map(key -> key.publicKey().hex()));
        String someIds =
                quoted(events.stream().limit(100).map(event -> event.id().hex()));
        String first = quoted(events.stream().limit(1).map(event -> event.id().hex()));
        String one = quoted(people.stream().limit(1).map(key -> key.publicKey().hex()));
        return List.of(
                "[\"REQ\",\"q\",{\"ids\":" + someIds + "}]",
                "[\"REQ\",\"q\",{\"authors\":" + everybody + ",\"kinds\":[1,6],\"limit\":100}]",
                "[\"REQ\",\"q\",{\"authors\":" + everybody + ",\"kinds\":[0]}]",
                "[\"REQ\",\"q\",{\"authors\":" + one + ",\"kinds\":[1],\"limit\":20}]",
                "[\"REQ\",\"q\",{\"limit\":500}]",
                "[\"REQ\",\"q\",{\"kinds\":[1],\"since\":" + (nowSeconds - ROUNDS) + ",\"limit\":100}]",
                "[\"REQ\",\"q\",{\"#e\":" + first + ",\"kinds\":[1,7]},{\"ids\":" + first + "}]",
                "[\"REQ\",\"q\",{\"#p\":" + one + ",\"limit\":50}]",
                "[\"REQ\",\"q\",{\"#t\":[\"morning\"],\"limit\":100}]",
                "[\"REQ\",\"q\",{\"kinds\":[68001],\"#j\":[\"translation\"],\"limit\":100}]",
                "[\"REQ\",\"q\",{\"search\":\"good morning\",\"limit\":20}]",
                "[\"COUNT\",\"q\",{\"kinds\":[7],\"#e\":" + first + "}]");
    }

    private static String quoted(Stream<String> values) {
        return values.map(value -> "\"" + value + "\"").toList().toString();
    }

    /** Reads until all that is stored has come, or the answer that stands for it. */
    private static void awaitAnswer(RelayConnection connection) throws InterruptedException {
        while (true) {
            switch (connection.next(RelayConnection.PATIENCE)) {
                case Answer.EndOfStored end
                when end.subscription().equals("q") -> {
                    return;
                }
                case Answer.Closed closed
                when closed.subscription().equals("q") -> {
                    return;
                }
                case Answer.Other count -> {
                    return;
                }
                default -> {}
            }
        }
    }

    private int look() throws IOException, InterruptedException {
        List<URI> pages = new ArrayList<>();
        PAGES.forEach(page -> pages.add(relay.http().resolve(page)));
        pages.add(monitoring.resolve("/metrics"));
        pages.add(monitoring.resolve("/health"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < LOOKED; i++) {
                for (URI page : pages) {
                    HttpRequest request = HttpRequest.newBuilder(page)
                            .header("Accept", i % 2 == 0 ? "application/nostr+json" : "application/json")
                            .timeout(RelayConnection.PATIENCE)
                            .build();
                    HttpResponse<String> answer =
                            http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                    if (answer.statusCode() >= 500) {
                        throw new ClientException(page + " answered with HTTP status " + answer.statusCode());
                    }
                }
            }
        }
        return LOOKED * pages.size();
    }
}
