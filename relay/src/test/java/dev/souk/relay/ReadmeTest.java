package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The README's table of what the relay advertises is made of the classes that test it. With {@code -Dreadme=write} it is
 * written, otherwise it is compared.
 */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final String HEAD = "| NIP | What works | Test class |\n|---|---|---|\n";
    private static final Pattern TABLE = Pattern.compile(Pattern.quote(HEAD) + "(\\|.*\\n)*");

    @Test
    void listsEveryNipThatIsAdvertisedAsItsTestClassTells() throws IOException {
        String readme = Files.readString(README);
        Matcher table = TABLE.matcher(readme);
        String made = HEAD
                + new TreeSet<>(SupportedNips.all())
                        .stream().map(ReadmeTest::row).collect(Collectors.joining());
        String expected = table.replaceFirst(Matcher.quoteReplacement(made));
        if (System.getProperty("readme", "").equals("write")) {
            Files.writeString(README, expected);
        }
        assertEquals(
                expected,
                Files.readString(README),
                "write it: mvn test -pl relay -am -Dtest=ReadmeTest -Dreadme=write");
    }

    private static String row(int nip) {
        String testClass = String.format("Nip%02dIT", nip);
        return String.format(
                "| [%02d](https://github.com/nostr-protocol/nips/blob/master/%02d.md) | %s | `%s` |\n",
                nip, nip, works(testClass), testClass);
    }

    private static String works(String testClass) {
        try {
            Class<?> found = Class.forName("dev.souk.relay." + testClass);
            return Objects.requireNonNull(found.getAnnotation(Nip.class), testClass + " does not tell what works")
                    .works();
        } catch (ClassNotFoundException e) {
            throw new AssertionError("what is advertised has no test: " + testClass, e);
        }
    }
}
