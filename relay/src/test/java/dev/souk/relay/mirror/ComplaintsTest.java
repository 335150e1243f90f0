package dev.souk.relay.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ComplaintsTest {
    @Test
    void whatOthersWriteStaysInItsLine() {
        assertEquals("a  b c   ", Complaints.clean("a\r\nb\"c\u001b\u202e\u0000"));
        assertEquals(120, Complaints.clean("x".repeat(1_000)).length());
    }
}
