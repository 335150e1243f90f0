package dev.souk.marketplace.statistics;

import static dev.souk.marketplace.statistics.TestJobs.NOW;
import static dev.souk.marketplace.statistics.TestJobs.person;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.JobType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyKeyTest {
    private static final List<Scope> SCOPES = List.of(
            new Scope.Market(),
            new Scope.OfType(JobType.named("a")),
            new Scope.OfType(JobType.named("ab")),
            new Scope.OfType(JobType.named("日本語".repeat(30))),
            new Scope.OfType(JobType.OTHER),
            new Scope.OfProvider(person(1)),
            new Scope.OfCustomer(person(1)),
            new Scope.OfTypeAndProvider(JobType.named("a"), person(1)),
            new Scope.OfTypeAndProvider(JobType.named("ab"), person(1)));

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(Arrays.copyOf(bytes, Math.min(bytes.length, prefix.length)), prefix);
    }

    @Test
    void bytesReadBackAreTheSameKey() {
        for (Scope scope : SCOPES) {
            for (Granularity granularity : Granularity.values()) {
                TallyKey key = new TallyKey(scope, Bucket.of(granularity, -NOW));
                assertEquals(key, TallyKey.decode(key.encode()));
            }
        }
    }

    @Test
    void aPrefixFindsTheRowsOfItsScopeAndNoOthers() {
        for (Scope one : SCOPES) {
            for (Scope other : SCOPES) {
                byte[] key = new TallyKey(other, Bucket.of(Granularity.DAY, NOW)).encode();
                assertEquals(one.equals(other), startsWith(key, TallyKey.prefixOf(one)));
            }
        }
    }

    @Test
    void theProvidersOfATypeStandTogether() {
        byte[] prefix = TallyKey.prefixOfProviders(JobType.named("a"));
        List<Scope> found = SCOPES.stream()
                .filter(scope -> startsWith(new TallyKey(scope, Bucket.TOTAL).encode(), prefix))
                .toList();

        assertEquals(List.of(new Scope.OfTypeAndProvider(JobType.named("a"), person(1))), found);
    }

    @Test
    void rowsOfOneScopeAreInTheOrderOfTime() {
        byte[] before = new TallyKey(new Scope.Market(), Bucket.of(Granularity.DAY, -1)).encode();
        byte[] epoch = new TallyKey(new Scope.Market(), Bucket.of(Granularity.DAY, 0)).encode();
        byte[] later = new TallyKey(new Scope.Market(), Bucket.of(Granularity.DAY, NOW)).encode();

        assertTrue(Arrays.compareUnsigned(before, epoch) < 0);
        assertTrue(Arrays.compareUnsigned(epoch, later) < 0);
    }

    @Test
    void corruptKeysAreRefusedInOneWay() {
        byte[] good = new TallyKey(SCOPES.get(7), Bucket.of(Granularity.DAY, NOW)).encode();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(UnreadableRowException.class, () -> TallyKey.decode(cut));
        }
        assertThrows(UnreadableRowException.class, () -> TallyKey.decode(new byte[] {9}));
        byte[] crooked = good.clone();
        crooked[crooked.length - 1]++;
        assertThrows(UnreadableRowException.class, () -> TallyKey.decode(crooked));
        assertArrayEquals(good, TallyKey.decode(good).encode());
    }
}
