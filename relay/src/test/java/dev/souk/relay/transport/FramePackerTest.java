package dev.souk.relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Frames behind one another, in few buffers. */
class FramePackerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final FramePacker packer = new FramePacker(channel, new Backlog(channel, new AtomicLong()));

    @Test
    void sendsNothingWhenThereIsNothing() {
        packer.handOver();
        assertTrue(sent().isEmpty());
    }

    @Test
    void keepsTheOrderOfFramesAndTheirBytes() {
        List<String> texts = new ArrayList<>();
        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            String text = Integer.toString(i).repeat(1 + i % 30);
            texts.add(text);
            frames.append((char) 0x81).append((char) text.length()).append(text);
        }
        texts.forEach(text -> packer.text(bytes(text)));
        packer.handOver();
        List<String> sent = sent();
        assertEquals(frames.toString(), String.join("", sent));
        assertTrue(sent.size() < 10, () -> sent.size() + " buffers");
    }

    @Test
    void sendsWhatIsLargerThanABufferInOneOfItsOwn() {
        packer.text(bytes("a"));
        packer.text(bytes("b".repeat(100_000)));
        packer.handOver();
        assertEquals(List.of(3, 100_010), sent().stream().map(String::length).toList());
    }

    @Test
    void beginsAgainAfterAHandOver() {
        packer.text(bytes("a"));
        packer.handOver();
        packer.text(bytes("b"));
        packer.handOver();
        assertEquals(2, sent().size());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<String> sent() {
        channel.flush();
        List<String> sent = new ArrayList<>();
        for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
            sent.add(buffer.toString(StandardCharsets.ISO_8859_1));
            buffer.release();
        }
        return sent;
    }
}
