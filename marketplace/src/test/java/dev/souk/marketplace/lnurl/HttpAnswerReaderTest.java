package dev.souk.marketplace.lnurl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seed of the random test is {@code -Dseed=}. */
class HttpAnswerReaderTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int MAX_BYTES = 10;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static HttpAnswer read(String answer) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        return new HttpAnswerReader(new ByteArrayInputStream(bytes), MAX_BYTES).read();
    }

    private static void assertBody(String body, String answer) throws IOException {
        HttpAnswer.Body read = (HttpAnswer.Body) read(answer);
        assertArrayEquals(body.getBytes(StandardCharsets.ISO_8859_1), read.bytes());
    }

    private static void assertRefused(String reason, String answer) {
        assertEquals(
                reason, assertThrows(LnurlFailure.class, () -> read(answer)).reason(), answer);
    }

    @Test
    void readsABodyHoweverItsEndIsTold() throws IOException {
        assertBody("hello", OK + "Content-Length: 5\r\n\r\nhello and more");
        assertBody("hello", OK + "\r\nhello");
        assertBody("hello", "HTTP/1.0 200\n\nhello");
        assertBody("hello", OK + "transfer-encoding: Chunked\r\n\r\n2;x=y\r\nhe\r\n003\r\nllo\r\n0\r\n\r\n");
        assertBody("", OK + "Content-Length: 0\r\n\r\n");
        assertBody("x", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK + "\r\nx");
    }

    @Test
    void tellsRedirectsAndOtherStatuses() throws IOException {
        assertEquals(
                new HttpAnswer.Redirect("/there"),
                read("HTTP/1.1 301 Moved\r\nLocation: /there\r\nLocation: /x\r\n\r\n"));
        assertEquals(new HttpAnswer.Status(404), read("HTTP/1.1 404 Not Found\r\n\r\n"));
        assertEquals(new HttpAnswer.Status(204), read("HTTP/1.1 204\r\n\r\n"));
        assertEquals(new HttpAnswer.Status(100), read("HTTP/1.1 100 Continue\r\n\r\n".repeat(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/2 200 OK|, bad-http",
        "HTTP/1.1 2000|, bad-http",
        "HTTP/1.1 abc|, bad-http",
        "hello|, bad-http",
        "'', bad-http",
        "HTTP/1.1 200 OK|no colon|, bad-http",
        "HTTP/1.1 200 OK| folded: x||, bad-http",
        "HTTP/1.1 200 OK|: x||, bad-http",
        "HTTP/1.1 200 OK|a: b, bad-http",
        "HTTP/1.1 200 OK|Content-Length: 5||four, bad-http",
        "HTTP/1.1 200 OK|Content-Length: -5||, bad-http",
        "HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6||123456, bad-http",
        "HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked||0||, bad-http",
        "HTTP/1.1 200 OK|Transfer-Encoding: gzip||, bad-http",
        "HTTP/1.1 200 OK|Content-Encoding: gzip||, bad-http",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz||, bad-http",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||-1||, bad-http",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|four|, bad-http",
        "HTTP/1.1 301 Moved||, bad-redirect",
        "HTTP/1.1 200 OK|Content-Length: 11||12345678901, too-large",
        "HTTP/1.1 200 OK|Content-Length: 99999999999||, too-large",
        "HTTP/1.1 200 OK||12345678901, too-large",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||B|12345678901|0||, too-large",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||6|123456|6|123456|0||, too-large",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||FFFFFFFF|, too-large",
    })
    void refusesWhatIsMalformedOrTooLarge(String answer, String reason) {
        assertRefused(reason, answer.replace("|", "\r\n"));
    }

    @Test
    void readsAHeadUpToTheLimitAndNoFurther() throws IOException {
        String rest = OK + "x: \r\n\r\nx";
        int room = HttpAnswerReader.MAX_HEAD_BYTES - rest.length();

        assertBody("x", OK + "x: " + "y".repeat(room) + "\r\n\r\nx");
        assertRefused("too-large", OK + "x: " + "y".repeat(room + 10) + "\r\n\r\nx");
        assertRefused("too-large", OK + "x: y\r\n".repeat(100_000));
        assertRefused("too-large", OK + "Transfer-Encoding: chunked\r\n\r\n" + "0".repeat(1_000));
    }

    @Test
    void endsInAnAnswerOrARefusalWhateverComes() {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        String good = OK + "Transfer-Encoding: chunked\r\nContent-Type: x\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder answer = new StringBuilder(good);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                answer.setCharAt(random.nextInt(answer.length()), (char) random.nextInt(256));
            }
            try {
                read(answer.substring(0, random.nextInt(answer.length() + 1)));
            } catch (IOException e) {
                assertEquals(LnurlFailure.class, e.getClass());
            }
        }
    }
}
