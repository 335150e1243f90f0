package dev.souk.relay;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.SearchConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-50: search, stored and live. */
@Nip(
        works = "`search` with every other condition, stored by relevance and live, in all scripts; words, quoted "
                + "phrases; extensions are ignored; also in COUNT")
class Nip50IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final long NOW = RelayFixture.START.getEpochSecond();
    private static final SearchConfig SMALL =
            new SearchConfig(true, Optional.empty(), Set.of(0, 1, 30_023), 20, 2, 10, Duration.ofSeconds(5), 1 << 20);

    @TempDir
    private Path folder;

    private RelayFixture relay = RelayFixture.start(config -> config.withSearch(SearchConfig.DEFAULT));
    private TestClient client = relay.connect();

    @AfterEach
    void stops() {
        relay.close();
    }

    private void restart(SearchConfig search) {
        relay.close();
        relay = RelayFixture.start(config -> config.withSearch(search));
        client = relay.connect();
    }

    private List<Event> found(String search) {
        return client.stored("{\"search\":\"" + search + "\"}");
    }

    private Event published(TestEvents event) {
        Event built = event.build();
        client.accepted(built);
        return built;
    }

    /** Waits until the index itself, and not only the look at what it lacks, has the answer. */
    private void awaitIndex() {
        Eventually.holds("the index has everything", () -> {
            found("anything");
            return relay.meter("souk_search_lag") == 0;
        });
    }

    @Test
    void findsWhatHasEveryWordInAnyOrderAndCase() {
        Event both = published(note("Nostr has the BEST apps"));
        published(note("the best of all"));
        published(note("apps on nostr"));

        assertEquals(List.of(both), found("best apps"));
        assertEquals(List.of(both), found("APPS nostr, best!"));
        awaitIndex();
        assertEquals(List.of(both), found("best apps"));
        assertEquals(List.of(), found("best worst"));
    }

    @Test
    void ordersByRelevanceThenNewestFirstAndLimitsAfterThat() {
        Event passing = published(note("of all fruits in this long list of fruits I like the orange least")
                .at(NOW));
        Event older = published(note("orange juice").at(NOW - 9));
        Event newer = published(note("orange peels").at(NOW - 5));
        Event best = published(note("orange orange").at(NOW - 7));
        List<Event> expected = List.of(best, newer, older, passing);

        assertEquals(expected, found("orange"));
        assertEquals(expected.subList(0, 2), client.stored("{\"search\":\"orange\",\"limit\":2}"));
        awaitIndex();
        assertEquals(expected, found("orange"));
        assertEquals(expected.subList(0, 2), client.stored("{\"search\":\"orange\",\"limit\":2}"));
    }

    @Test
    void combinesWithEveryOtherCondition() {
        Event a = published(note("tea").by(ALICE).at(NOW - 1).tag("t", "drinks").tag("r", "x"));
        Event b = published(note("tea time").by(BOB).at(NOW - 2).tag("t", "Drinks"));
        Event c = published(ofKind(1_111).content("tea").by(BOB).at(NOW - 3).tag("t", "drinks"));

        for (int round = 0; round < 2; round++) {
            assertEquals(List.of(a, c, b), client.stored(search("tea")));
            assertEquals(List.of(c), client.stored(search("tea", "\"kinds\":[1111,7]")));
            assertEquals(List.of(c, b), client.stored(search("tea", "\"authors\":[\"" + BOB.publicKey() + "\"]")));
            assertEquals(List.of(a, c), client.stored(search("tea", "\"#t\":[\"drinks\"]")));
            assertEquals(List.of(a), client.stored(search("tea", "\"#t\":[\"drinks\"],\"#r\":[\"x\",\"y\"]")));
            assertEquals(List.of(c, b), client.stored(search("tea", "\"until\":" + (NOW - 2))));
            assertEquals(
                    List.of(b), client.stored(search("tea", "\"since\":" + (NOW - 2) + ",\"until\":" + (NOW - 2))));
            assertEquals(
                    List.of(c),
                    client.stored(search("tea", "\"ids\":[\"" + c.id() + "\",\"" + "0".repeat(64) + "\"]")));
            assertEquals(List.of(), client.stored(search("tea", "\"kinds\":[]")));
            awaitIndex();
        }
    }

    private static String search(String words, String... conditions) {
        return "{\"search\":\"" + words + "\"" + (conditions.length == 0 ? "" : "," + conditions[0]) + "}";
    }

    @Test
    void showsAnEventOnceThoughSeveralFiltersFindIt() {
        Event both = published(note("orange and purple").at(NOW - 3));
        Event orange = published(note("orange").at(NOW - 2));
        Event purple = published(note("purple").at(NOW - 1));
        Event other = published(note("green").at(NOW));

        assertEquals(List.of(orange, both, purple), client.stored(search("orange"), search("purple")));
        assertEquals(List.of(purple, both, other, orange), client.stored("{\"kinds\":[1]}", search("purple")));
        assertEquals(List.of(orange, other), client.stored(search("orange", "\"limit\":1"), "{\"limit\":1}"));
    }

    @Test
    void findsAPhraseInQuotesOnlyAsItStands() {
        Event exact = published(note("we write free software"));
        Event apart = published(note("software should be free"));

        assertEquals(List.of(exact), found("\\\"free software\\\" write"));
        assertEquals(List.of(apart, exact), found("free software"));
        assertEquals(List.of(apart, exact), found("\\\"free"));
        awaitIndex();
        assertEquals(List.of(exact), found("\\\"free software\\\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "souk language:en",
                "include:spam souk",
                "domain:example.com nsfw:false souk sentiment:positive",
                "souk unheard-of:thing",
                "key:value:more souk"
            })
    void ignoresExtensionsThatItDoesNotSupport(String query) {
        Event event = published(note("souk"));

        assertEquals(List.of(event), found(query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "language:en", "\\\"\\\""})
    void asksNothingWhenThereAreNoWords(String query) {
        Event older = published(note("one").at(NOW - 1));
        Event newer = published(ofKind(7).content("+").at(NOW));

        assertEquals(List.of(newer, older), found(query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!!",
                "*",
                "*:*",
                "so*",
                "sou?",
                "suok~",
                "souk OR green",
                "NOT souk",
                "(souk OR green)",
                "souk AND",
                "[a TO z]",
                "/s.*k/",
                "-souk^4 +",
                "\\\\",
                "\\u0000",
                "souk\\u0000z",
                "text:souk x",
                "{!lucene}souk"
            })
    void knowsNoQuerySyntax(String query) {
        published(note("souk market"));

        assertEquals(List.of(), found(query));
        assertEquals(1, found("souk").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "東京都に行きました。 | 東京",
                "東京都に行きました。 | 京都",
                "黒猫がいる | 猫",
                "我爱北京天安门 | 北京",
                "我爱北京天安门 | 天安门",
                "我爱北京天安门nostr协议 | 协议 nostr",
                "ﾊﾝｶｸのテスト | ハンカク",
                "한국어 검색 엔진 | 검색",
                "สวัสดีครับผมชอบประเทศไทย | ประเทศไทย",
                "السَّلامُ عليكم ورحمة الله | السلام",
                "Привет, МИР! Ёлка | мир елка",
                "Café naïve Straße | CAFE strasse",
                "Καλημέρα ΚΌΣΜΕ | κοσμε",
                "נוסטר הוא פרוטוקול | פרוטוקול",
                "नमस्ते दुनिया | दुनिया",
                "party 🎉 tonight | 🎉",
                "read #Nostr and #日本 now | nostr 日本",
                "see the e-mail | e-mail",
                "ｆｕｌｌ width | full"
            })
    void findsWordsOfEveryScript(String content, String query) {
        Event event = published(note(content));

        assertEquals(List.of(event), found(query));
        awaitIndex();
        assertEquals(List.of(event), found(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "東京都 | 京東",
                "我爱北京天安门 | 北天",
                "see https://example.com/nostr/page?x=apps now | apps",
                "see wss://relay.example.com now | relay",
                "as nostr:npub1sn0wdenkukak0d9dfczzeacvhkrgz92ak56egt7vdgzn8pv2wfqqhrjdv9 said | nostr",
                "e mail | mail-e"
            })
    void findsNeitherPartsOfLinksNorWhatOnlyLooksAlike(String content, String query) {
        Event event = published(note(content));
        Event other = published(note("see as 東 e now said 我爱"));

        assertEquals(List.of(), found(query));
        awaitIndex();
        assertEquals(List.of(), found(query));
        assertFalse(found("now").contains(event) && !found("now").contains(other));
    }

    @Test
    void findsProfilesByTheirNamesAndArticlesByTheirTitles() {
        Event profile = published(ofKind(0)
                .content("{\"name\":\"jack\",\"display_name\":\"Jack D\",\"about\":\"block and square\","
                        + "\"nip05\":\"jd@example.com\",\"picture\":\"hidden\",\"x\":{\"name\":\"deep\"}}"));
        Event article = published(ofKind(30_023)
                .content("text")
                .tag("d", "a")
                .tag("title", "On Bazaars")
                .tag("t", "markets"));
        published(ofKind(0).by(BOB).content("no json, jack"));

        assertEquals(List.of(profile), found("jack"));
        assertEquals(List.of(profile), found("square jd example.com"));
        assertEquals(List.of(), found("hidden"));
        assertEquals(List.of(), found("deep"));
        assertEquals(List.of(), found("picture"));
        assertEquals(List.of(article), found("bazaars markets"));
    }

    @Test
    void neverFindsWhatIsGone() {
        Event deleted = note("souk deleted").build();
        Event replaced = ofKind(0).content("{\"name\":\"souk\"}").at(NOW - 10).build();
        Event expiring =
                note("souk expiring").tag("expiration", Long.toString(NOW + 10)).build();
        Event vanished = note("souk vanished").by(BOB).at(NOW - 10).build();
        Event moderated = note("souk moderated").build();
        client.accepted(deleted, replaced, expiring, vanished, moderated);
        awaitIndex();
        assertEquals(5, found("souk").size());

        client.accepted(
                deletionOf(deleted).build(),
                ofKind(0).content("{\"name\":\"bazaar\"}").at(NOW).build(),
                ofKind(62).by(BOB).tag("relay", "ALL_RELAYS").build());
        relay.store().remove(Set.of(moderated.id()), dev.souk.storage.Removal.MODERATED);
        relay.setClock(RelayFixture.START.plusSeconds(11));
        assertEquals(List.of(), found("souk"));
        awaitIndex();
        assertEquals(List.of(), found("souk"));
        Eventually.holds("only the new profile is in the index", () -> {
            awaitIndex();
            return relay.meter("souk_search_documents") == 1;
        });
    }

    @Test
    void neverFindsPrivateEventsNorThoseOfOtherKinds() {
        restart(new SearchConfig(
                true, Optional.empty(), Set.of(1, 4, 1_059), 20, 2, 10, Duration.ofSeconds(1), 1 << 20));
        client.authenticate(BOB);
        client.accepted(
                ofKind(4)
                        .content("souk")
                        .by(BOB)
                        .tag("p", ALICE.publicKey().hex())
                        .build(),
                ofKind(1_059)
                        .content("souk")
                        .by(ALICE)
                        .tag("p", BOB.publicKey().hex())
                        .build(),
                ofKind(7).content("souk").build());
        List<Event> live = client.subscribe("live", search("souk"));
        client.accepted(
                ofKind(4).content("souk again").by(BOB).build(),
                ofKind(20_001).content("souk").build());

        assertEquals(List.of(), live);
        assertEquals(List.of(), found("souk"));
        assertEquals(List.of(), client.stored(search("souk", "\"kinds\":[4,1059]")));
        client.nothingMore();
    }

    @Test
    void sendsLiveWhatMatches() {
        Event stored = published(note("souk opens").at(NOW - 1));
        assertEquals(List.of(stored), client.subscribe("a", search("souk"), search("bazaar", "\"kinds\":[1]")));
        client.subscribe("b", search("\\\"free coffee\\\"", "\"authors\":[\"" + ALICE.publicKey() + "\"]"));
        client.subscribe("c", search("souk", "\"kinds\":[7]"));
        TestClient other = relay.connect();
        Event first = note("a BAZAAR, a souk").build();
        Event second = note("coffee, free coffee").build();
        other.accepted(
                note("nothing").build(),
                first,
                ofKind(1_111).content("bazaar").build(),
                note("coffee is free").build(),
                second);
        other.accepted(note("free coffee").by(BOB).build());

        assertEquals(first, client.nextEvent("a"));
        assertEquals(second, client.nextEvent("b"));
        client.nothingMore();
        client.send("[\"CLOSE\",\"a\"]");
        other.accepted(note("souk closes").build());
        client.nothingMore();
    }

    @Test
    void losesAndRepeatsNothingBetweenStoredAndLive() {
        TestClient publisher = relay.connect();
        for (int i = 0; i < 30; i++) {
            Set<Event> expected = new HashSet<>();
            for (int j = 0; j < 20; j++) {
                Event event = note("round" + i + " number " + j).build();
                expected.add(event);
                publisher.publish(event);
                if (j == 10) {
                    client.req("s" + i, search("round" + i));
                }
            }
            List<Event> seen = new ArrayList<>();
            while (seen.size() < 20) {
                String message = client.next();
                if (message.startsWith("[\"EVENT\"")) {
                    seen.add(eventIn(message));
                }
            }
            assertEquals(expected, new HashSet<>(seen));
            assertEquals(20, seen.size());
            client.send("[\"CLOSE\",\"s" + i + "\"]");
        }
    }

    private static Event eventIn(String message) {
        String json = message.substring(message.indexOf('{'), message.length() - 1);
        return dev.souk.protocol.json.EventReader.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void findsWhatWasAcceptedAMomentAgo() {
        for (int i = 0; i < 50; i++) {
            Event event = published(note("moment" + i));
            assertEquals(List.of(event), found("moment" + i));
        }
    }

    @Test
    void saysFinishOnlyWhenEveryMatchWasShown() {
        restart(SMALL);
        String finish = "[\"EOSE\",\"eose\",[\"finish\"]]";
        String more = "[\"EOSE\",\"eose\",[\"more\"]]";
        String nothing = "[\"EOSE\",\"eose\"]";
        for (int i = 0; i < 4; i++) {
            published(note("souk " + i));
        }
        published(note("green"));
        assertEquals(finish, client.eose(search("souk")));
        assertEquals(finish, client.eose(search("souk", "\"limit\":4")));
        assertEquals(more, client.eose(search("souk", "\"limit\":3")));
        assertEquals(nothing, client.eose(search("souk", "\"limit\":0")));
        assertEquals(finish, client.eose(search("none")));
        assertEquals(finish, client.eose(search("souk"), "{}"));
        assertEquals(nothing, client.eose(search("souk"), "{\"limit\":1}"));
        assertEquals(nothing, client.eose(search("souk", "\"limit\":1"), "{}"));
        awaitIndex();
        assertEquals(finish, client.eose(search("souk")));
        for (int i = 0; i < 10; i++) {
            published(note("souk and more of it " + i));
        }
        awaitIndex();
        assertEquals(10, found("souk").size());
        assertEquals(nothing, client.eose(search("souk")));
    }

    @Test
    void countsWhatItFinds() {
        restart(SMALL);
        for (int i = 0; i < 5; i++) {
            published(note("souk " + i));
        }
        published(note("green"));
        assertEquals("[\"COUNT\",\"q\",{\"count\":5}]", count(search("souk", "\"limit\":2")));
        awaitIndex();
        assertEquals("[\"COUNT\",\"q\",{\"count\":5}]", count(search("souk")));
        assertEquals("[\"COUNT\",\"q\",{\"count\":6}]", count(search("souk"), search("green")));
        assertEquals("[\"COUNT\",\"q\",{\"count\":6}]", count(search("souk"), "{}"));
        for (int i = 0; i < 10; i++) {
            published(note("souk and more of it " + i));
        }
        awaitIndex();
        assertEquals("[\"COUNT\",\"q\",{\"count\":10,\"approximate\":true}]", count(search("souk")));
    }

    private String count(String... filters) {
        return client.send("[\"COUNT\",\"q\"," + String.join(",", filters) + "]")
                .next();
    }

    @Test
    void refusesTooLongAndTooManySearches() {
        restart(SMALL);
        Event event = published(note("x".repeat(20)));
        assertEquals(List.of(event), found("x".repeat(20)));
        assertEquals(List.of(), found("😀".repeat(20)));
        assertClosed("invalid", search("x".repeat(21)));
        assertClosed("invalid", search("a"), search("b"), search("c"));
        assertClosed("invalid", "{\"search\":7}");
        assertEquals(List.of(event), client.stored("{}"));
    }

    @Test
    void searchesNotAtAllWhenItIsOff() {
        assertTrue(relay.information().contains(",50,"));
        restart(SearchConfig.DEFAULT.off());
        assertFalse(relay.information().contains(",50,"));
        published(note("souk"));
        assertClosed("unsupported", search("souk"));
        assertClosed("unsupported", "{}", search(""));
        assertTrue(count(search("souk")).startsWith("[\"CLOSED\",\"q\",\"unsupported: "));
    }

    private void assertClosed(String prefix, String... filters) {
        String answer = client.req("refused", filters).next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"refused\",\"" + prefix + ": "), answer);
    }

    @Test
    void findsItAgainAfterARestart() {
        restart(SearchConfig.DEFAULT.in(folder));
        Event first = published(note("souk one").at(NOW - 1));
        awaitIndex();
        Event second = published(note("souk two"));
        relay.restart();
        client = relay.connect();
        assertEquals(List.of(second, first), found("souk"));
        awaitIndex();
        assertEquals(2, relay.meter("souk_search_documents"));
    }
}
