package dev.souk.bench;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Asks REQs of several classes one after another, and measures each to its EOSE. */
final class QueryPhase {
    private final EventLoopGroup group;
    private final Map<String, Supplier<String>> questions;

    /** @param questions what makes one more filter of each class */
    QueryPhase(EventLoopGroup group, Map<String, Supplier<String>> questions) {
        this.group = group;
        this.questions = questions;
    }

    /**
     * @param prefix what to call the phase
     * @param warmUp how many REQs of a class to ask before those that count
     * @param requests how many of a class count
     */
    List<Measured> run(String prefix, Relay relay, int warmUp, int requests) throws Exception {
        List<Measured> figures = new ArrayList<>();
        try (Conversation conversation = Conversation.open(group, relay.uri())) {
            for (Map.Entry<String, Supplier<String>> entry : questions.entrySet()) {
                List<String> filters = new ArrayList<>();
                for (int i = 0; i < warmUp + requests; i++) {
                    filters.add(entry.getValue().get());
                }
                for (String filter : filters.subList(0, warmUp)) {
                    conversation.ask(filter);
                }
                String name = prefix + " " + entry.getKey();
                figures.addAll(measure(name, filters.subList(warmUp, filters.size()), conversation, relay));
            }
        }
        return figures;
    }

    private static List<Measured> measure(String name, List<String> filters, Conversation conversation, Relay relay)
            throws Exception {
        Histogram latency = Measured.histogram();
        long events = 0;
        double cpu = relay.figures().cpuSeconds();
        for (String filter : filters) {
            Conversation.Reply reply = conversation.ask(filter);
            latency.recordValue(reply.nanos());
            events += reply.events();
        }
        double spent = relay.figures().cpuSeconds() - cpu;
        return List.of(
                Measured.millis(name, "p50", latency, 50),
                Measured.millis(name, "p99", latency, 99),
                Measured.of(name, "server ms/REQ", spent * 1e3 / filters.size()),
                Measured.of(name, "events/REQ", (double) events / filters.size()));
    }
}
