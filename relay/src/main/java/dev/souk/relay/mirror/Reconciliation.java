package dev.souk.relay.mirror;

import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Hex;
import dev.souk.protocol.json.FilterWriter;
import dev.souk.protocol.negentropy.Bound;
import dev.souk.protocol.negentropy.Differences;
import dev.souk.protocol.negentropy.MalformedMessageException;
import dev.souk.protocol.negentropy.Reconciler;
import dev.souk.relay.config.MirrorConfig.Direction;
import dev.souk.relay.mirror.EndedException.Cause;
import dev.souk.relay.negentropy.OwnSets.OwnSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Finds out what differs (NIP-77) and transfers it, message by message: what one message tells is fetched and sent before the
 * next one is asked for, so that little has to be remembered, and a broken connection loses little. Done again until nothing is
 * left but what one side will not have. The other side may lie: all it says is bounded. Owned by the mirror's thread.
 */
final class Reconciliation {
    /** Messages in hex stay below the 128 KiB that many relays take at most. */
    private static final int MAX_BYTES = 60_000;

    private static final int MAX_ROUNDS = 20_000;
    private static final int MAX_WHOLE_PASSES = 3;

    /** With those that the other side cut off, each of which has moved something. */
    private static final int MAX_PASSES = 1_000;

    /** What every relay takes in one filter, and serves in one answer. */
    private static final int BUNDLE = 250;

    /** Ids that it lists and does not have, after which it is taken for a liar. */
    private static final int MAX_WITHHELD = 10_000;

    private static final String NEG = "neg";
    private static final String GET = "get";

    private final Shared shared;
    private final Conversation conversation;
    private final Direction direction;
    private final BooleanSupplier isFetching;

    /** How it went. */
    enum Result {
        /** Both sides agree, or say why not. */
        DONE,
        /** The other side does not speak NIP-77, or not about so many events. */
        REFUSED,
        /** The set is too large to be collected here. */
        TOO_LARGE,
        /** The other side would not go on: it took too long, or is busy. What is left is not known. */
        CUT_OFF
    }

    /** @param isFetching false once no more of what is missing here is to be fetched */
    Reconciliation(Shared shared, Conversation conversation, Direction direction, BooleanSupplier isFetching) {
        this.shared = shared;
        this.conversation = conversation;
        this.direction = direction;
        this.isFetching = isFetching;
    }

    /** What one message told. */
    private static final class Told implements Differences {
        private final Set<Bytes32> here = new LinkedHashSet<>();
        private final Set<Bytes32> there = new LinkedHashSet<>();

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
     * Makes both sides agree on what {@code filter} matches. Never returns {@link Result#CUT_OFF}: the next pass goes on with what is
     * left.
     *
     * @throws EndedException when the other side cuts it off before it has got anywhere; later it may not
     */
    Result of(Filter filter) throws InterruptedException {
        int whole = 0;
        boolean isCutOff = false;
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            Optional<OwnSet> set = shared.sets().of(filter);
            if (set.isEmpty()) {
                return Result.TOO_LARGE;
            }
            try (OwnSet open = set.get()) {
                Pass made = new Pass(filter, open);
                Result result = made.run();
                // Who reconciled a moment ago and does not now is busy.
                isCutOff = result == Result.CUT_OFF || isCutOff && result == Result.REFUSED;
                if (isCutOff && made.moved == 0) {
                    break;
                }
                if (!isCutOff && (result != Result.DONE || made.moved == 0 || ++whole == MAX_WHOLE_PASSES)) {
                    return result;
                }
            }
        }
        throw new EndedException(Cause.AWAY, "it cuts its negentropy off");
    }

    /** Once through the set. */
    private final class Pass {
        private final Filter filter;
        private final OwnSet set;
        private long moved;
        private int withheld;

        private Pass(Filter filter, OwnSet set) {
            this.filter = filter;
            this.set = set;
        }

        private Result run() throws InterruptedException {
            Told told = new Told();
            byte[] first =
                    set.read(items -> Reconciler.client(items, MAX_BYTES, told).first());
            conversation.send(
                    "[\"NEG-OPEN\",\"" + NEG + "\"," + FilterWriter.json(filter) + ",\"" + Hex.of(first) + "\"]");
            for (int round = 0; round < MAX_ROUNDS; round++) {
                Optional<byte[]> answer = answer(round == 0);
                if (answer.isEmpty()) {
                    return round == 0 ? Result.REFUSED : Result.CUT_OFF;
                }
                Optional<byte[]> next = next(answer.get());
                if (next.isEmpty()) {
                    conversation.send("[\"NEG-CLOSE\",\"" + NEG + "\"]");
                    return Result.DONE;
                }
                conversation.send("[\"NEG-MSG\",\"" + NEG + "\",\"" + Hex.of(next.get()) + "\"]");
            }
            throw new EndedException(Cause.MISBEHAVED, "its negentropy does not come to an end");
        }

        private Optional<byte[]> next(byte[] message) throws InterruptedException {
            Told told = new Told();
            Optional<byte[]> next;
            try {
                next = set.read(
                        items -> Reconciler.client(items, MAX_BYTES, told).next(message));
            } catch (MalformedMessageException e) {
                throw new EndedException(Cause.MISBEHAVED, "its negentropy is nonsense: " + e.getMessage());
            }
            if (direction.isDown()) {
                fetch(told.there);
            }
            if (direction.isUp()) {
                moved += conversation.offer(told.here);
            }
            return next;
        }

        private void fetch(Set<Bytes32> ids) throws InterruptedException {
            List<Bytes32> missing = new ArrayList<>();
            ids.stream().filter(id -> !conversation.knows(id)).forEach(missing::add);
            for (int start = 0; start < missing.size() && isFetching.getAsBoolean(); start += BUNDLE) {
                conversation.missing(missing.size() - start);
                bundle(missing.subList(start, Math.min(missing.size(), start + BUNDLE)));
            }
            conversation.missing(0);
            conversation.settle();
        }

        private void bundle(List<Bytes32> ids) throws InterruptedException {
            Set<Bytes32> open = new HashSet<>(ids);
            String list = ids.stream().map(Bytes32::hex).collect(Collectors.joining("\",\"", "[\"", "\"]"));
            conversation.request(GET, "{\"ids\":" + list + ",\"limit\":" + ids.size() + "}", Request.forThese(open));
            moved += ids.size() - open.size();
            withheld += open.size();
            if (withheld > MAX_WITHHELD) {
                throw new EndedException(Cause.MISBEHAVED, "it lists events that it does not have");
            }
        }
    }

    /** The other side's message; nothing when there will be none. */
    private Optional<byte[]> answer(boolean isFirst) throws InterruptedException {
        Optional<Answer> answer = conversation.await(said -> concerns(said, isFirst), !isFirst);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        return switch (answer.get()) {
            case Answer.NegMessage(String id, byte[] message) -> Optional.of(message);
            case Answer.NegError(String id, String reason) -> refused(reason, isFirst);
            case Answer.Closed(String id, String reason) -> refused(reason, isFirst);
            case Answer.Notice(String words) -> refused(words, isFirst);
            case Answer.Delivered other -> Optional.empty();
            case Answer.Ok other -> Optional.empty();
            case Answer.EndOfStored other -> Optional.empty();
            case Answer.Challenge other -> Optional.empty();
            case Answer.Other other -> Optional.empty();
        };
    }

    /** Before the first answer a notice may be all that a relay says which does not know the verb. */
    private static boolean concerns(Answer said, boolean isFirst) {
        return switch (said) {
            case Answer.NegMessage(String id, byte[] message) -> id.equals(NEG);
            case Answer.NegError(String id, String reason) -> id.equals(NEG);
            case Answer.Closed(String id, String reason) -> id.equals(NEG);
            case Answer.Notice notice -> isFirst;
            case Answer.Delivered other -> false;
            case Answer.Ok other -> false;
            case Answer.EndOfStored other -> false;
            case Answer.Challenge other -> false;
            case Answer.Other other -> false;
        };
    }

    private Optional<byte[]> refused(String reason, boolean isFirst) {
        if (reason.startsWith("auth-required:")) {
            throw new EndedException(Cause.UNWELCOME, "it reconciles only with those whom it knows: " + reason);
        }
        conversation.complain(
                "neg", isFirst ? "it does not reconcile (NIP-77): " + reason : "it cuts its negentropy off: " + reason);
        return Optional.empty();
    }
}
