package dev.souk.relay.info;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.extension.InfoFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayInfoTest {
    @Test
    void holdsFieldsOfEveryTypeInTheirOrder() {
        String document = document(
                fields -> fields.text("self", "ab\"cd\n"),
                fields -> fields.object(
                                "market",
                                market -> market.texts("words", List.of("a", "b"))
                                        .texts("none", List.of())
                                        .number("kind", 30_383)
                                        .flag("on", true)
                                        .numbers("kinds", List.of(1, 2))
                                        .object("inner", inner -> inner.text("name", "x")))
                        .number("last", -1));
        assertTrue(
                document.endsWith(",\"self\":\"ab\\\"cd\\n\",\"market\":{\"words\":[\"a\",\"b\"],\"none\":[],"
                        + "\"kind\":30383,\"on\":true,\"kinds\":[1,2],\"inner\":{\"name\":\"x\"}},\"last\":-1}"),
                document);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "limitation", "software", "supported_nips"})
    void refusesFieldsThatAreTheRelaysOwn(String name) {
        assertThrows(IllegalArgumentException.class, () -> document(fields -> fields.text(name, "x")));
    }

    @Test
    void refusesAFieldThatIsThereAlready() {
        assertThrows(
                IllegalArgumentException.class,
                () -> document(fields -> fields.text("self", "a"), fields -> fields.text("self", "b")));
        assertThrows(
                IllegalArgumentException.class,
                () -> document(fields ->
                        fields.object("o", inner -> inner.flag("x", true).flag("x", true))));
    }

    private static String document(Consumer<InfoFields> addition) {
        return document(addition, fields -> {});
    }

    private static String document(Consumer<InfoFields> first, Consumer<InfoFields> second) {
        RelayInfo info = new RelayInfo(RelayConfig.DEFAULT, new TreeSet<>(List.of(1)), "test", List.of(first, second));
        return new String(info.json(), StandardCharsets.UTF_8);
    }
}
