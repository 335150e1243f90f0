package dev.souk.deploy.sync;

import dev.souk.deploy.client.ClientException;
import dev.souk.deploy.client.JobReport;
import dev.souk.deploy.client.RelayConnection;
import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Hex;
import dev.souk.protocol.json.FilterWriter;
import dev.souk.protocol.negentropy.Bound;
import dev.souk.protocol.negentropy.Differences;
import dev.souk.protocol.negentropy.ItemSet;
import dev.souk.protocol.negentropy.MalformedMessageException;
import dev.souk.protocol.negentropy.Reconciler;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds out what a set of the store and one of another relay do not share. The other side may lie: all it says is bounded. */
final class Reconciliation {
    /** Messages in hex stay below the 128 KiB that many relays take at most. */
    private static final int MAX_BYTES = 60_000;

    private static final int MAX_DIFFERENCES = 2_000_000;
    private static final int MAX_ROUNDS = 20_000;
    private static final String ID = "sync";

    private final RelayConnection relay;

    Reconciliation(RelayConnection relay) {
        this.relay = relay;
    }

    /** Collects what is told. */
    private static final class Collected implements Differences {
        private final Set<Bytes32> here = new HashSet<>();
        private final Set<Bytes32> there = new HashSet<>();

        @Override
        public void have(Bound item) {
            here.add(item.id());
        }

        @Override
        public void need(Bytes32 id) {
            there.add(id);
        }
    }

    /**
     * Reconciles the events that {@code filter} matches.
     *
     * @param set those of the store
     * @throws ClientException when the other relay does not
     */
    Difference with(Filter filter, ItemSet set) throws InterruptedException {
        Collected collected = new Collected();
        Reconciler reconciler = Reconciler.client(set, MAX_BYTES, collected);
        byte[] message = reconciler.first();
        relay.send("[\"NEG-OPEN\",\"" + ID + "\"," + FilterWriter.json(filter) + ",\"" + Hex.of(message) + "\"]");
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Optional<byte[]> next = next(reconciler);
            if (collected.here.size() + collected.there.size() > MAX_DIFFERENCES) {
                throw new ClientException("more than " + MAX_DIFFERENCES
                        + " events differ: sync a part of them, with --since and --until");
            }
            if (next.isEmpty()) {
                relay.send("[\"NEG-CLOSE\",\"" + ID + "\"]");
                return new Difference(collected.here, collected.there);
            }
            relay.send("[\"NEG-MSG\",\"" + ID + "\",\"" + Hex.of(next.get()) + "\"]");
        }
        throw new ClientException("the relay did not come to an end in " + MAX_ROUNDS + " rounds");
    }

    private Optional<byte[]> next(Reconciler reconciler) throws InterruptedException {
        try {
            return reconciler.next(answer());
        } catch (MalformedMessageException e) {
            throw new ClientException("the relay sent no message of negentropy: " + e.getMessage(), e);
        }
    }

    private byte[] answer() throws InterruptedException {
        while (true) {
            switch (relay.next(RelayConnection.PATIENCE)) {
                case Answer.NegMessage(String id, byte[] message)
                when id.equals(ID) -> {
                    return message;
                }
                case Answer.NegError(String id, String reason)
                when id.equals(ID) ->
                    throw new ClientException("the relay refuses to reconcile: " + JobReport.clean(reason));
                case Answer.Closed(String id, String reason)
                when id.equals(ID) ->
                    throw new ClientException("the relay does not reconcile (NIP-77): " + JobReport.clean(reason));
                case Answer.Notice(String words) ->
                    throw new ClientException("the relay does not reconcile (NIP-77): " + JobReport.clean(words));
                default -> {}
            }
        }
    }
}
