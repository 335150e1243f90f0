package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Retraction;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A job at random: few people, few seconds and few ids, so that ties, retractions and payments meet. It stays within the
 * bounds of a dossier, so that the order in which it is told must not matter.
 */
final class RandomStory {
    private static final int PEOPLE = 5;
    private static final int[] KINDS = {7, 9_321, 9_735, 31_117, 6_000, 68_002};

    /** Who files: it keeps retractions that come before their targets. */
    private static final class Desk {
        private final Dossier dossier = new Dossier(Story.JOB);
        private final Map<Bytes32, Retraction> tombstones = new HashMap<>();

        private void file(Fact fact) {
            dossier.add(fact, Optional.ofNullable(tombstones.get(fact.source().id())));
        }

        private void retract(Bytes32 event, Retraction retraction) {
            tombstones.merge(event, retraction, Retraction::first);
            dossier.retract(event, retraction);
        }
    }

    private final Random random;
    private final List<Consumer<Desk>> moves = new ArrayList<>();
    private final List<Bytes32> events = new ArrayList<>();
    private long number = 10;

    RandomStory(Random random) {
        this.random = random;
        if (random.nextInt(8) > 0) {
            addRequest();
        }
        int facts = random.nextInt(20);
        for (int i = 0; i < facts; i++) {
            addFact();
        }
        if (random.nextInt(6) == 0) {
            Retraction cancellation = retraction();
            moves.add(desk -> desk.dossier.cancel(cancellation));
        }
    }

    /** The same request, as it looks when only a copy of it was seen. */
    static JobRequest recovered(JobRequest seen) {
        return new JobRequest(
                seen.source(),
                seen.dialect(),
                seen.type(),
                seen.model(),
                seen.bid(),
                seen.deadline(),
                seen.targets(),
                seen.dependsOn(),
                seen.name(),
                seen.isEncrypted(),
                true);
    }

    /** Told in some order, some of it twice. */
    Dossier told(Random order) {
        List<Consumer<Desk>> all = new ArrayList<>(moves);
        for (Consumer<Desk> move : moves) {
            if (order.nextInt(4) == 0) {
                all.add(move);
            }
        }
        Collections.shuffle(all, order);
        Desk desk = new Desk();
        all.forEach(move -> move.accept(desk));
        return desk.dossier;
    }

    /** A moment at which something may be the case. */
    long moment() {
        return Story.START - 20 + random.nextInt(5) * (random.nextBoolean() ? 20 : Story.DAY) + random.nextInt(60);
    }

    private void addRequest() {
        List<Bytes32> targets = new ArrayList<>();
        for (int person = 1; person <= PEOPLE; person++) {
            if (random.nextInt(5) == 0) {
                targets.add(TestFacts.person(person));
            }
        }
        OptionalLong deadline = switch (random.nextInt(4)) {
            case 0 -> OptionalLong.empty();
            case 1 -> OptionalLong.of(Story.START + random.nextInt(3) * Story.DAY);
            default -> OptionalLong.of(Story.START + random.nextInt(40));
        };
        JobRequest request = TestFacts.request(Story.JOB, Story.CUSTOMER, Story.START, deadline, targets);
        moves.add(desk -> desk.dossier.add(request));
        if (random.nextBoolean()) {
            moves.add(desk -> desk.dossier.add(recovered(request)));
        }
    }

    private void addFact() {
        Fact fact = fact();
        moves.add(desk -> desk.file(fact));
        events.add(fact.source().id());
        for (int retractions = random.nextInt(8) - 5; retractions > 0; retractions--) {
            Retraction retraction = retraction();
            moves.add(desk -> desk.retract(fact.source().id(), retraction));
        }
    }

    private Retraction retraction() {
        return new Retraction(
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(TestFacts.event(1_000 + number++)), time());
    }

    private Fact fact() {
        Source source = source();
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                new Fact.Feedback(
                        source, word(), "", price(), someone(), random.nextInt(8) == 0, random.nextInt(8) == 0);
            case 2, 3 ->
                new Fact.Result(source, word(), "", price(), someone(), random.nextInt(8) == 0, random.nextInt(8) == 0);
            case 4 -> new Fact.Judgement(source, target(), someone(), pick(Fact.Sentiment.values()));
            default -> new Fact.Payment(source, target(), person(), person(), proof());
        };
    }

    /** Ids do not rise with time. */
    private Source source() {
        Bytes32 id = new Bytes32(random.nextInt(4), 0, 0, number++);
        long at = time();
        long seenAt = random.nextBoolean() ? Source.HISTORY : (at - random.nextInt(2_000)) * 1_000;
        return new Source(id, KINDS[random.nextInt(KINDS.length)], person(), at, seenAt);
    }

    private PaymentProof proof() {
        Optional<Bytes32> hash = Optional.of(TestFacts.event(2_000 + random.nextInt(4)));
        return new PaymentProof(
                random.nextInt(5),
                random.nextInt(4) * 500L,
                random.nextBoolean() ? Optional.empty() : hash,
                person(),
                List.of(),
                random.nextInt(6) > 0);
    }

    private Optional<Price> price() {
        return random.nextBoolean() ? Optional.empty() : Optional.of(TestFacts.price(random.nextInt(3) * 500L));
    }

    private Bytes32 target() {
        return events.isEmpty() || random.nextInt(3) == 0 ? Story.JOB : events.get(random.nextInt(events.size()));
    }

    private WorkStatus word() {
        return pick(WorkStatus.values());
    }

    private Optional<Bytes32> someone() {
        return random.nextBoolean() ? Optional.empty() : Optional.of(person());
    }

    private Bytes32 person() {
        return TestFacts.person(1 + random.nextInt(PEOPLE));
    }

    private long time() {
        return Story.START - 5 + random.nextInt(30);
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
