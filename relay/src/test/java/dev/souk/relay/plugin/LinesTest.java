package dev.souk.relay.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    /** What {@code text} is read as, when it comes {@code portion} bytes at a time and lines have at most 8. */
    private static List<String> lines(String text, int portion) throws IOException {
        InputStream in = new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, portion));
            }
        };
        Lines lines = new Lines(in, 8);
        List<String> all = new ArrayList<>();
        for (List<byte[]> some = lines.next(); !some.isEmpty(); some = lines.next()) {
            some.forEach(line -> all.add(new String(line, UTF_8)));
        }
        return all;
    }

    @Test
    void linesAreTheSameHoweverTheyCome() throws IOException {
        String text = "one\n\nthree\nexactly8\nfive\nend";
        for (int portion = 1; portion <= text.length(); portion++) {
            assertEquals(List.of("one", "", "three", "exactly8", "five", "end"), lines(text, portion));
        }
    }

    @Test
    void aLongLineComesInPiecesThatAreTooLong() throws IOException {
        assertEquals(List.of("123456789", "123456789", "12", "short"), lines("12345678912345678912\nshort\n", 4));
    }
}
