package dev.souk.relay;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.extension.HttpRoute;
import dev.souk.relay.extension.InfoFields;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import dev.souk.storage.Change;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Writes every change that it is shown to its table, with the checkpoint in the same write, as an extension should. May
 * be started, stopped and started again.
 */
final class RecordingExtension implements RelayExtension {
    /** Events with this content are vetoed. */
    static final String VETOED = "vetoed";

    /** Events of this kind it publishes itself, and nobody else may. */
    static final int OWN_KIND = 38_690;

    private static final byte[] CHECKPOINT = {'c'};
    private static final byte[] RECORD = {'r'};

    private volatile Optional<RelayAccess> access = Optional.empty();
    private volatile boolean failsOnce;

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public List<EventPolicy> policies() {
        return List.of(
                (event, caller) -> event.content().equals(VETOED)
                        ? new Verdict.Reject(Reason.blocked("not in this test, " + caller.address()))
                        : Verdict.ACCEPT,
                (event, caller) -> event.kind() == OWN_KIND && !caller.isInside(name())
                        ? new Verdict.Reject(Reason.blocked("only the relay itself publishes this"))
                        : Verdict.ACCEPT);
    }

    @Override
    public Set<Integer> supportedNips() {
        return Set.of(90, 1);
    }

    @Override
    public void describe(InfoFields fields) {
        fields.text("self", "ab".repeat(32))
                .object("market", market -> market.number("kind", OWN_KIND).texts("windows", List.of("1h", "all")));
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(
                new HttpRoute(
                        "/recording",
                        request -> HttpRoute.Reply.json("\"" + request.path() + " " + request.query() + "\"")),
                new HttpRoute("/broken", request -> {
                    throw new IllegalStateException("broken on purpose");
                }),
                new HttpRoute("/gone", request -> HttpRoute.Reply.of(410, "text/plain", "gone")));
    }

    @Override
    public void start(RelayAccess given) {
        access = Optional.of(given);
        given.follow(checkpoint(), this::record);
    }

    RelayAccess access() {
        return access.orElseThrow();
    }

    private Table table() {
        return access().table("changes");
    }

    private long checkpoint() {
        return table().get(CHECKPOINT)
                .map(bytes -> ByteBuffer.wrap(bytes).getLong())
                .orElse(0L);
    }

    private void record(RelayAccess.Page page) {
        if (failsOnce) {
            failsOnce = false;
            throw new IllegalStateException("failing once on purpose");
        }
        List<Table.Write> writes = new ArrayList<>();
        int next = records().size();
        for (Change change : page.changes()) {
            byte[] key = ByteBuffer.allocate(5).put(RECORD).putInt(next++).array();
            writes.add(new Table.Write.Put(key, describe(change).getBytes(StandardCharsets.UTF_8)));
        }
        writes.add(new Table.Write.Put(
                CHECKPOINT, ByteBuffer.allocate(8).putLong(page.next()).array()));
        table().write(writes);
    }

    private static String describe(Change change) {
        return switch (change) {
            case Change.Stored(var event) -> "stored " + event.header().id();
            case Change.Removed removed -> "removed " + removed.id() + " " + removed.reason();
        };
    }

    /** Everything it was ever shown, in the order of showing. */
    List<String> records() {
        return table().scan(RECORD, RECORD, 100_000).stream()
                .map(entry -> new String(entry.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Fails at the next page, before it writes anything. */
    void failOnce() {
        failsOnce = true;
    }

    /** True when it has failed as told. */
    boolean hasFailed() {
        return !failsOnce;
    }

    CompletableFuture<Ok> publish(Event event) {
        return access().publish(event);
    }
}
