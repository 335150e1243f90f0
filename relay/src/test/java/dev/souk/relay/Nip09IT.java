package dev.souk.relay;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static dev.souk.protocol.TestKeys.carol;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.SecretKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NIP-09, with what NIP-59 adds: deletion requests are obeyed, for good, and only when their author may ask. */
@Nip(works = "deletion by `e` and `a`, also of what arrives later; gift wraps by their recipient")
class Nip09IT {
    private static final long T = RelayFixture.START.getEpochSecond();

    private final RelayFixture relay = RelayFixture.start();
    private final TestClient client = relay.connect();

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void removesTheNamedEventsOfTheSameAuthor() {
        Event one = note("one").build();
        Event two = ofKind(7).build();
        Event kept = note("kept").build();
        Event request = deletionOf(one, two).build();
        client.accepted(one, two, kept, request);
        assertEquals(List.of(kept), client.stored("{\"kinds\":[1,7]}"));
        assertEquals(List.of(), client.stored(byId(one)));
    }

    @Test
    void keepsServesAndDeliversTheRequestItself() {
        Event target = note("").build();
        client.accepted(target);
        TestClient reader = relay.connect();
        reader.subscribe("live", "{\"kinds\":[5]}");
        Event request = deletionOf(target).content("by accident").build();
        client.accepted(request);
        assertEquals(request, reader.nextEvent("live"));
        assertEquals(List.of(request), client.stored("{\"kinds\":[5]}"));
        assertEquals(List.of(request), client.stored("{\"#e\":[\"" + target.id() + "\"]}"));
    }

    @Test
    void refusesADeletedEventAndDoesNotDeliverIt() {
        Event target = note("").build();
        client.accepted(target, deletionOf(target).build());
        TestClient reader = relay.connect();
        reader.subscribe("live", "{\"kinds\":[1]}");
        client.refused(target, "blocked");
        reader.nothingMore();
        assertEquals(List.of(), client.stored(byId(target)));
    }

    @Test
    void refusesADeletedEventAfterARestart() {
        Event target = note("").build();
        Event addressed = ofKind(30_023).tag("d", "x").build();
        client.accepted(
                target,
                addressed,
                deletionOf(target).tag("a", address(addressed, "x")).build());
        relay.restart();
        TestClient later = relay.connect();
        later.refused(target, "blocked");
        later.refused(addressed, "blocked");
        assertEquals(List.of(), later.stored("{\"kinds\":[1,30023]}"));
    }

    @Test
    void refusesATargetThatArrivesAfterTheRequest() {
        Event target = note("").build();
        client.accepted(deletionOf(target).build());
        client.refused(target, "blocked");
        assertEquals(List.of(), client.stored(byId(target)));
    }

    @Test
    void takesAnIdWithoutRegardToTime() {
        Event target = note("").at(T).build();
        Event late = note("late").at(T).build();
        client.accepted(target, deletionOf(target, late).at(T - 1_000).build());
        assertEquals(List.of(), client.stored(byId(target)));
        client.refused(late, "blocked");
    }

    @Test
    void removesAnAddressableEventByItsAddress() {
        Event target = ofKind(30_023).at(T - 1).tag("d", "x:y").build();
        Event other = ofKind(30_023).at(T - 1).tag("d", "x").build();
        client.accepted(
                target, other, deletionOf().tag("a", address(target, "x:y")).build());
        assertEquals(List.of(other), client.stored("{\"kinds\":[30023]}"));
    }

    @Test
    void deletesAnAddressUpToTheTimeOfTheRequest() {
        client.accepted(deletionOf()
                .at(T)
                .tag("a", address(ofKind(30_023).build(), "x"))
                .build());
        client.refused(ofKind(30_023).at(T - 1).tag("d", "x").build(), "blocked");
        client.refused(ofKind(30_023).at(T).tag("d", "x").build(), "blocked");
        Event newer = ofKind(30_023).at(T + 1).tag("d", "x").build();
        client.accepted(newer);
        assertEquals(List.of(newer), client.stored("{\"kinds\":[30023]}"));
    }

    @Test
    void removesAVersionAsOldAsTheRequestAndKeepsANewerOne() {
        Event asOld = ofKind(30_023).at(T).tag("d", "x").build();
        Event newer = ofKind(30_023).at(T + 1).tag("d", "y").build();
        client.accepted(asOld, newer);
        client.accepted(deletionOf()
                .at(T)
                .tag("a", address(asOld, "x"))
                .tag("a", address(newer, "y"))
                .build());
        assertEquals(List.of(newer), client.stored("{\"kinds\":[30023]}"));
    }

    @Test
    void keepsTheLatestOfSeveralRequestsForAnAddress() {
        String address = address(ofKind(30_023).build(), "x");
        client.accepted(deletionOf().at(T).tag("a", address).build());
        client.accepted(deletionOf().at(T - 100).tag("a", address).build());
        client.refused(ofKind(30_023).at(T).tag("d", "x").build(), "blocked");
    }

    @Test
    void removesAReplaceableEventByItsAddressWithATrailingColon() {
        Event relays = ofKind(10_002).at(T - 1).build();
        Event profile = ofKind(0).at(T - 1).build();
        client.accepted(relays, profile);
        client.accepted(deletionOf()
                .tag("a", address(relays, ""))
                .tag("a", address(profile, ""))
                .build());
        assertEquals(List.of(), client.stored("{\"kinds\":[0,10002]}"));
        client.refused(relays, "blocked");
        Event newer = ofKind(10_002).at(T + 1).build();
        client.accepted(newer);
        assertEquals(List.of(newer), client.stored("{\"kinds\":[10002]}"));
    }

    @Test
    void takesAMissingDForAnEmptyOneInAddresses() {
        Event target = ofKind(30_023).at(T - 1).build();
        client.accepted(target, deletionOf().tag("a", address(target, "")).build());
        assertEquals(List.of(), client.stored("{\"kinds\":[30023]}"));
        client.refused(ofKind(30_023).at(T - 2).tag("d").build(), "blocked");
    }

    @Test
    void doesNothingForAStranger() {
        Event target = note("").build();
        Event addressed = ofKind(30_023).at(T - 1).tag("d", "x").build();
        client.accepted(target, addressed);
        Event request =
                deletionOf(target).by(bob()).tag("a", address(addressed, "x")).build();
        client.accepted(request);
        assertEquals(List.of(target), client.stored(byId(target)));
        assertEquals(List.of(addressed), client.stored(byId(addressed)));
    }

    @Test
    void doesNotLetAStrangersRequestBlockWhatArrivesLater() {
        Event target = note("").build();
        Event addressed = ofKind(30_023).at(T - 1).tag("d", "x").build();
        client.accepted(deletionOf(target, addressed)
                .by(bob())
                .tag("a", address(addressed, "x"))
                .build());
        client.accepted(target, addressed);
        Event request = deletionOf(target).build();
        client.accepted(request);
        assertEquals(List.of(), client.stored(byId(target)));
    }

    @Test
    void obeysTheValidTagsOfARequestThatAlsoNamesWhatIsNotItsOwn() {
        Event own = note("own").build();
        Event ownAddressed = ofKind(30_023).at(T - 1).tag("d", "x").build();
        Event foreign = note("foreign").by(bob()).build();
        Event foreignAddressed =
                ofKind(30_023).by(bob()).at(T - 1).tag("d", "x").build();
        client.accepted(own, ownAddressed, foreign, foreignAddressed);
        client.accepted(deletionOf(foreign, own)
                .tag("e", "no id")
                .tag("e")
                .tag("a", "no address")
                .tag("a", "1:" + own.pubkey() + ":")
                .tag("a", address(foreignAddressed, "x"))
                .tag("a", address(ownAddressed, "x"))
                .build());
        assertEquals(
                java.util.Set.of(foreign, foreignAddressed),
                java.util.Set.copyOf(client.stored("{\"kinds\":[1,30023]}")));
    }

    @Test
    void doesNotDeleteARequest() {
        Event target = note("").build();
        Event request = deletionOf(target).build();
        Event second = deletionOf(request).content("undo").build();
        client.accepted(target, request, second);
        assertEquals(List.of(request), client.stored(byId(request)));
        client.refused(target, "blocked");
    }

    @Test
    void acceptsARequestWhoseOwnDeletionCameBefore() {
        Event target = note("").build();
        Event request = deletionOf(target).build();
        client.accepted(target, deletionOf(request).content("undo").build(), request);
        assertEquals(List.of(), client.stored(byId(target)));
    }

    @Test
    void doesNotDeleteARequestToVanish() {
        Event vanish = ofKind(62).tag("relay", "wss://elsewhere.example").build();
        client.accepted(vanish, deletionOf(vanish).build());
        assertEquals(List.of(vanish), client.stored("{\"kinds\":[62]}"));
    }

    @Test
    void letsTheRecipientOfAGiftWrapDeleteIt() {
        client.authenticate(alice());
        Event wrap = wrapFor(alice());
        client.accepted(wrap, deletionOf(wrap).by(alice()).build());
        assertEquals(List.of(), client.stored("{\"kinds\":[1059]}"));
        client.refused(wrap, "blocked");
        relay.restart();
        relay.connect().refused(wrap, "blocked");
    }

    @Test
    void refusesAGiftWrapThatItsRecipientDeletedBeforeItCame() {
        Event wrap = wrapFor(bob(), alice());
        client.accepted(deletionOf(wrap).by(alice()).build());
        client.refused(wrap, "blocked");
    }

    @Test
    void letsNobodyElseDeleteAGiftWrap() {
        client.authenticate(alice());
        Event wrap = wrapFor(alice());
        client.accepted(wrap, deletionOf(wrap).by(bob()).build());
        assertEquals(List.of(wrap), client.stored("{\"kinds\":[1059]}"));
    }

    @Test
    void letsTheRecipientOfAnythingElseDeleteNothing() {
        client.authenticate(alice());
        Event message =
                ofKind(4).by(carol()).tag("p", alice().publicKey().hex()).build();
        client.accepted(message, deletionOf(message).by(alice()).build());
        assertEquals(List.of(message), client.stored("{\"kinds\":[4]}"));
    }

    @Test
    void removesAllTargetsOfALongRequest() {
        Event[] targets =
                IntStream.range(0, 300).mapToObj(i -> note("" + i).build()).toArray(Event[]::new);
        Event kept = note("kept").build();
        client.accepted(targets);
        client.accepted(kept, deletionOf(targets).build());
        assertEquals(List.of(kept), client.stored("{\"kinds\":[1]}"));
    }

    @Test
    void doesNotBringAnOlderVersionBackWhenTheLatestIsDeleted() {
        Event older = ofKind(0).at(T - 2).build();
        Event latest = ofKind(0).at(T - 1).build();
        client.accepted(older, latest, deletionOf(latest).build());
        assertEquals(List.of(), client.stored("{\"kinds\":[0]}"));
        client.refused(latest, "blocked");
    }

    @Test
    void countsTheLimitAfterWhatWasDeleted() {
        Event kept = note("kept").at(T - 1).build();
        Event deleted = note("deleted").at(T).build();
        client.accepted(kept, deleted, deletionOf(deleted).build());
        assertEquals(List.of(kept), client.stored("{\"kinds\":[1],\"limit\":1}"));
    }

    private static Event wrapFor(SecretKey... recipients) {
        TestEvents wrap = ofKind(1059).by(carol());
        for (SecretKey recipient : recipients) {
            wrap.tag("p", recipient.publicKey().hex());
        }
        return wrap.build();
    }

    private static String address(Event event, String d) {
        return event.kind() + ":" + event.pubkey() + ":" + d;
    }

    private static String byId(Event event) {
        return "{\"ids\":[\"" + event.id() + "\"]}";
    }
}
