package dev.souk.deploy.sync;

import dev.souk.deploy.client.ClientException;
import dev.souk.deploy.client.JobReport;
import dev.souk.deploy.client.RelayConnection;
import dev.souk.deploy.transfer.Intake;
import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Asks another relay for events by their ids, a bundle at a time. */
final class Download {
    /** What every relay takes in one filter, and serves in one answer. */
    private static final int BUNDLE = 250;

    private static final String ID = "sync";

    private final RelayConnection relay;
    private final Intake intake;

    Download(RelayConnection relay, Intake intake) {
        this.relay = relay;
        this.intake = intake;
    }

    /**
     * Asks for these.
     *
     * @param progress told how many have come so far
     * @return ids of which no event came
     */
    Set<Bytes32> of(Collection<Bytes32> ids, LongConsumer progress) throws InterruptedException {
        Set<Bytes32> missing = new HashSet<>();
        List<Bytes32> all = new ArrayList<>(ids);
        for (int start = 0; start < all.size(); start += BUNDLE) {
            List<Bytes32> bundle = all.subList(start, Math.min(all.size(), start + BUNDLE));
            missing.addAll(bundle(bundle));
            progress.accept(start + bundle.size());
        }
        intake.flush();
        return missing;
    }

    private Set<Bytes32> bundle(List<Bytes32> ids) throws InterruptedException {
        relay.send(ids.stream()
                .map(Bytes32::hex)
                .collect(Collectors.joining(
                        "\",\"", "[\"REQ\",\"" + ID + "\",{\"ids\":[\"", "\"],\"limit\":" + ids.size() + "}]")));
        Set<Bytes32> open = new HashSet<>(ids);
        int unasked = 0;
        while (true) {
            switch (relay.next(RelayConnection.PATIENCE)) {
                case Answer.Delivered(String id, Event event)
                when id.equals(ID) -> {
                    if (open.remove(event.id())) {
                        intake.take(event);
                    } else if (++unasked > BUNDLE) {
                        throw new ClientException("the relay sends events that were not asked for");
                    }
                }
                case Answer.EndOfStored(String id)
                when id.equals(ID) -> {
                    relay.send("[\"CLOSE\",\"" + ID + "\"]");
                    return open;
                }
                case Answer.Closed(String id, String reason)
                when id.equals(ID) ->
                    throw new ClientException("the relay refuses to send events: " + JobReport.clean(reason));
                default -> {}
            }
        }
    }
}
