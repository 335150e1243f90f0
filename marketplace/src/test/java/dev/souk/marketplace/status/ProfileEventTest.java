package dev.souk.marketplace.status;

import static dev.souk.marketplace.status.TestJobs.PROVIDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.protocol.Tag;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileEventTest {
    private static final ProfileEvent VERIFIED = new ProfileEvent(Optional.empty(), ZapTrust.ANY);
    private static final ProfileEvent CLAIMED = new ProfileEvent(Optional.of("wss://souk.example"), ZapTrust.LOCAL);

    @Test
    void profilesAreAsInTheirGoldenFile() throws IOException {
        ProfileEvent.Customer customer =
                new ProfileEvent.Customer(TestSummaries.counted(0), TestSummaries.counted(100));
        new Golden()
                .add("provider, zaps verified", VERIFIED.of(PROVIDER, Optional.of(provider(1_000)), Optional.empty()))
                .add("customer, zaps claimed", CLAIMED.of(PROVIDER, Optional.empty(), Optional.of(customer)))
                .add("both, new", VERIFIED.of(PROVIDER, Optional.of(newcomer()), Optional.of(customer)))
                .assertAsIn("30382.txt");
    }

    @Test
    void aSignOfLifeIsNoNewsWithinFiveMinutes() {
        assertEquals(hash(provider(900)), hash(provider(1_199)));
        assertNotEquals(hash(provider(1_199)), hash(provider(1_200)));
    }

    private static long hash(ProfileEvent.Provider provider) {
        return VERIFIED.of(PROVIDER, Optional.of(provider), Optional.empty()).stateHash();
    }

    @Test
    void nobodyIsRanked() {
        OwnEvent event = VERIFIED.of(PROVIDER, Optional.of(provider(1)), Optional.empty());
        assertTrue(event.tags().stream().map(Tag::name).noneMatch("rank"::equals));
    }

    @Test
    void noMoreThanFiftyTypesAreNamedWhateverTheyAreCalled() {
        List<JobType> types = IntStream.range(0, 10_000)
                .mapToObj(number -> JobType.named("\u0001".repeat(90) + number))
                .toList();
        ProfileEvent.Provider many = new ProfileEvent.Provider(
                TestSummaries.none(),
                TestSummaries.none(),
                types,
                OptionalInt.of(1_000),
                OptionalLong.of(Long.MIN_VALUE));
        OwnEvent event = VERIFIED.of(PROVIDER, Optional.of(many), Optional.empty());
        assertEquals(
                50, event.tags().stream().filter(tag -> tag.name().equals("t")).count());
        assertTrue(event.tags().size() < 150);
        assertTrue(event.tags().stream()
                        .map(Tag::elements)
                        .flatMap(Collection::stream)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0)
                <= 100);
    }

    private static ProfileEvent.Provider provider(long lastSeen) {
        return new ProfileEvent.Provider(
                TestSummaries.counted(0),
                TestSummaries.counted(100),
                List.of(JobType.named("translation"), JobType.ofKind(5_300)),
                OptionalInt.of(993),
                OptionalLong.of(lastSeen));
    }

    private static ProfileEvent.Provider newcomer() {
        return new ProfileEvent.Provider(
                TestSummaries.none(), TestSummaries.none(), List.of(), OptionalInt.empty(), OptionalLong.empty());
    }
}
