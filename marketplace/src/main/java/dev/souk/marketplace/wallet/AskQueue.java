package dev.souk.marketplace.wallet;

import dev.souk.marketplace.lnurl.LnurlClient;
import dev.souk.protocol.Bytes32;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The recipients whose wallets are to be asked, and when. Those of a host that was asked a moment ago stand in its line,
 * out of which one comes in {@link LnurlClient#INTERVAL_SECONDS} seconds: so many recipients of one wallet host are asked
 * one after the other, in no more time than its pace needs, and hold up nobody of other hosts.
 *
 * <p>At most {@link #MAX_WAITING} recipients, at most {@link #MAX_IN_LINE} in one line; one more does not get in. Not
 * thread-safe.
 */
final class AskQueue {
    static final int MAX_WAITING = 10_000;
    static final int MAX_IN_LINE = 1_000;

    /** So often the wallet of a recipient may fail. */
    static final int MAX_TRIES = 6;

    /** Everybody in here, and the one who is being asked. */
    private final Set<Bytes32> known = new HashSet<>();

    private final ArrayDeque<Ask> waiting = new ArrayDeque<>();
    private final Map<String, ArrayDeque<Ask>> lines = new HashMap<>();

    /** One for each line. */
    private final PriorityQueue<Turn> turns = new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));

    private final PriorityQueue<Later> later = new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));

    /** Of {@link #known}, those whose profile changed since they were taken out. */
    private final Set<Bytes32> changed = new HashSet<>();

    private long pausedUntil;

    /**
     * Somebody to ask for.
     *
     * @param failures how often that was in vain
     * @param isInTurn it stood in a line, and need not stand in it again
     */
    record Ask(Bytes32 recipient, int failures, boolean isInTurn) {
        private static Ask first(Bytes32 recipient) {
            return new Ask(recipient, 0, false);
        }

        private Ask again(boolean hasFailed) {
            return new Ask(recipient, failures + (hasFailed ? 1 : 0), false);
        }
    }

    private record Turn(String host, long at) {}

    private record Later(Ask ask, long at) {}

    /** What has become of an ask. */
    sealed interface Fate {
        /** There is nothing more to ask. */
        record Done() implements Fate {}

        /** The wallet gave no key, and is to be asked again at this time. */
        record Failed(long again) implements Fate {}

        /**
         * A host was asked a moment ago, and can be asked again at {@code from}.
         *
         * @param hasFailed the wallet was asked, and sent the caller on to this host
         */
        record Busy(String host, long from, boolean hasFailed) implements Fate {}

        /** Nobody can be asked before then. */
        record Paused(long until) implements Fate {}
    }

    /** How many more get in. */
    int room() {
        return MAX_WAITING - known.size();
    }

    /** Takes in a recipient, unless it is there. False when there is no room. */
    boolean add(Bytes32 recipient) {
        if (known.contains(recipient)) {
            return true;
        }
        if (room() <= 0) {
            return false;
        }
        known.add(recipient);
        waiting.add(Ask.first(recipient));
        return true;
    }

    /** The recipient has a new profile: it is to be asked for at once. False when there is no room. */
    boolean changed(Bytes32 recipient) {
        boolean hasStood = later.removeIf(entry -> entry.ask.recipient.equals(recipient))
                || lines.values().stream().anyMatch(line -> line.removeIf(ask -> ask.recipient.equals(recipient)));
        if (hasStood) {
            waiting.add(Ask.first(recipient));
        } else if (known.contains(recipient)) {
            changed.add(recipient);
        }
        return add(recipient);
    }

    /** The next to ask for, if anybody is to be now. Its {@link #settle fate} must follow. */
    Optional<Ask> take(long now) {
        if (now < pausedUntil) {
            return Optional.empty();
        }
        Optional<Ask> next = nextInTurn(now).or(() -> nextLater(now)).or(() -> Optional.ofNullable(waiting.poll()));
        next.ifPresent(ask -> changed.remove(ask.recipient()));
        return next;
    }

    private Optional<Ask> nextInTurn(long now) {
        while (!turns.isEmpty() && turns.peek().at <= now) {
            String host = turns.remove().host;
            Optional<Ask> next = Optional.ofNullable(
                    lines.getOrDefault(host, new ArrayDeque<>()).poll());
            if (next.isPresent()) {
                turns.add(new Turn(host, now + LnurlClient.INTERVAL_SECONDS));
                return next.map(ask -> new Ask(ask.recipient(), ask.failures(), true));
            }
            lines.remove(host);
        }
        return Optional.empty();
    }

    private Optional<Ask> nextLater(long now) {
        return !later.isEmpty() && later.peek().at <= now
                ? Optional.of(later.remove().ask())
                : Optional.empty();
    }

    /** True when others wait for this host. */
    boolean hasLine(String host) {
        return lines.containsKey(host);
    }

    /** What has become of what was taken. False when there is no room for it any more. */
    boolean settle(Ask ask, Fate fate) {
        if (changed.remove(ask.recipient())) {
            waiting.add(Ask.first(ask.recipient()));
            return true;
        }
        return switch (fate) {
            case Fate.Done() -> {
                known.remove(ask.recipient());
                yield true;
            }
            case Fate.Failed(long again) -> {
                if (mayFail(ask)) {
                    later.add(new Later(ask.again(true), again));
                }
                yield true;
            }
            case Fate.Busy(String host, long from, boolean hasFailed) ->
                (hasFailed && !mayFail(ask)) || stand(ask.again(hasFailed), host, from);
            case Fate.Paused(long until) -> {
                waiting.addFirst(ask);
                pausedUntil = until;
                yield true;
            }
        };
    }

    /** False, and it is forgotten, when that was often enough. */
    private boolean mayFail(Ask ask) {
        boolean mayFail = ask.failures() + 1 < MAX_TRIES;
        if (!mayFail) {
            known.remove(ask.recipient());
        }
        return mayFail;
    }

    private boolean stand(Ask ask, String host, long from) {
        if (!lines.containsKey(host)) {
            lines.put(host, new ArrayDeque<>());
            turns.add(new Turn(host, from));
        }
        ArrayDeque<Ask> line = lines.get(host);
        boolean hasRoom = line.size() < MAX_IN_LINE;
        if (hasRoom) {
            line.add(ask);
        } else {
            known.remove(ask.recipient());
        }
        return hasRoom;
    }
}
