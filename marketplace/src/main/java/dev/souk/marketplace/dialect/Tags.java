package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.Bid;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.UnitReading;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * What the tags of an event say, as far as the eras read them alike. A tag without a value counts as absent, but for
 * {@code encrypted}. Every answer is bounded, whatever the event holds.
 */
record Tags(Event event) {
    /** Longer names of jobs and models are left out: cut, they could be taken for others. */
    private static final int MAX_NAME = 100;

    /** Below this an {@code exp} is a block height, which says nothing of time. */
    private static final long FIRST_TIME = 500_000_000;

    private static final int MAX_TIME_DIGITS = 12;
    private static final int MAX_KIND_DIGITS = 9;
    private static final int MARKER = 3;

    /** Where some libraries look for a marker, as they leave out the relay. */
    private static final int EARLY_MARKER = 2;

    /** Tags of this name that have a value, in order. */
    Stream<Tag> all(String name) {
        return event.tags().stream()
                .filter(tag -> tag.elements().size() > 1 && tag.name().equals(name));
    }

    long count(String name) {
        return all(name).count();
    }

    boolean has(String name) {
        return all(name).findAny().isPresent();
    }

    /** The values of all tags of this name, in order. */
    Stream<String> values(String name) {
        return all(name).map(tag -> tag.elements().get(1));
    }

    Optional<String> first(String name) {
        return values(name).findFirst();
    }

    Optional<String> last(String name) {
        return values(name).reduce((earlier, later) -> later);
    }

    /** The element of {@code tag} at {@code index}; empty when it has not so many. */
    static String element(Tag tag, int index) {
        return tag.elements().size() > index ? tag.elements().get(index) : "";
    }

    /** The ids or pubkeys that tags of this name hold, without repetition, the first {@code max}. */
    List<Bytes32> ids(String name, long max) {
        return values(name)
                .flatMap(value -> Bytes32.parse(value).stream())
                .distinct()
                .limit(max)
                .toList();
    }

    /** The first {@code e} tag that is marked as the job. */
    Optional<Bytes32> marked() {
        return all("e").filter(tag -> element(tag, MARKER).equals("job")
                        || element(tag, EARLY_MARKER).equals("job"))
                .flatMap(tag -> Bytes32.parse(element(tag, 1)).stream())
                .findFirst();
    }

    /** True when {@code k} tags tell which kinds are meant, and none of them is one of {@code kinds}. */
    boolean meansOnlyOther(IntPredicate kinds) {
        return has("k") && values("k").mapToInt(Tags::kind).noneMatch(kinds);
    }

    /** The kind that {@code digits} spell, or -1. */
    static int kind(String digits) {
        boolean isKind = !digits.isEmpty()
                && digits.length() <= MAX_KIND_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isKind ? Integer.parseInt(digits) : -1;
    }

    /** The type that the {@code j} tag names. */
    JobType namedType() {
        return JobType.named(first("j").orElse(""));
    }

    /** The model behind the type in the {@code j} tag. */
    Optional<String> model() {
        return all("j").findFirst().flatMap(tag -> Text.whole(element(tag, 2), MAX_NAME));
    }

    /** The job's own name in the {@code d} tag. */
    Optional<String> name() {
        return first("d").flatMap(name -> Text.whole(name, MAX_NAME));
    }

    List<Bytes32> targets() {
        return ids("p", JobRequest.MAX_TARGETS);
    }

    /** The jobs whose output is an input: the type stands behind the data in every era. */
    List<Bytes32> dependencies(Set<String> inputTags) {
        Set<Bytes32> jobs = new LinkedHashSet<>();
        for (Tag tag : event.tags()) {
            if (inputTags.contains(tag.name()) && element(tag, 2).equals("job")) {
                Bytes32.parse(element(tag, 1))
                        .filter(id -> !id.equals(event.id()))
                        .ifPresent(jobs::add);
            }
            if (jobs.size() == JobRequest.MAX_DEPENDENCIES) {
                break;
            }
        }
        return List.copyOf(jobs);
    }

    /** The first {@code bid} that is an amount; a maximum below it is none. */
    Optional<Bid> bid(UnitReading unit) {
        long msatPerUnit = msatPerUnit(unit);
        for (Tag tag : all("bid").toList()) {
            OptionalLong msat = Amounts.parse(element(tag, 1), msatPerUnit);
            if (msat.isPresent()) {
                OptionalLong max = Amounts.parse(element(tag, 2), msatPerUnit);
                boolean isMax = max.isPresent() && max.getAsLong() >= msat.getAsLong();
                return Optional.of(new Bid(msat.getAsLong(), isMax ? max : OptionalLong.empty(), unit));
            }
        }
        return Optional.empty();
    }

    static long msatPerUnit(UnitReading unit) {
        return unit.unit().equals("sat") ? 1_000 : 1;
    }

    /** The deadline of the first draft, which is also the time of deletion (NIP-40). */
    OptionalLong expiration() {
        return event.expiration() == EventHeader.NEVER ? OptionalLong.empty() : OptionalLong.of(event.expiration());
    }

    /** The deadline where {@code exp} is in use: whatever comes first of it and {@link #expiration()}. */
    OptionalLong deadline() {
        OptionalLong expiration = expiration();
        OptionalLong exp = exp();
        if (expiration.isEmpty() || exp.isEmpty()) {
            return exp.isPresent() ? exp : expiration;
        }
        return OptionalLong.of(Math.min(exp.getAsLong(), expiration.getAsLong()));
    }

    private OptionalLong exp() {
        return values("exp")
                .filter(value -> value.length() <= MAX_TIME_DIGITS)
                .map(value -> Amounts.parse(value, 1))
                .filter(time -> time.isPresent() && time.getAsLong() >= FIRST_TIME)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** What the first {@code status} tag says. */
    StatusWord status() {
        return first("status").map(StatusWord::of).orElse(StatusWord.NONE);
    }

    boolean isEncrypted() {
        return event.tags().stream().anyMatch(tag -> tag.name().equals("encrypted"));
    }
}
