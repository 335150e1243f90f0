package dev.souk.relay.management;

import dev.souk.protocol.JsonBytes;
import dev.souk.protocol.ManagementCall;
import dev.souk.relay.config.ManagementConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who called what, from where, and what came of it. Those who may call have a file of their own, {@code audit.jsonl}: what
 * strangers try stands in {@code audit-refused.jsonl}, so that no flood of theirs pushes out what was done. Thread-safe.
 */
final class Audit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final Optional<AuditLog> calls;
    private final Optional<AuditLog> refused;
    private final InstantSource clock;

    Audit(ManagementConfig config, InstantSource clock) {
        this.calls = log(config, "audit.jsonl", true);
        this.refused = log(config, "audit-refused.jsonl", false);
        this.clock = clock;
    }

    private static Optional<AuditLog> log(ManagementConfig config, String name, boolean isSynced) {
        return config.auditFolder().map(folder -> new AuditLog(folder.resolve(name), config.maxAuditBytes(), isSynced));
    }

    /** Somebody who may call has called. */
    void called(Call.Caller caller, ManagementCall call, String outcome) {
        LOG.info(
                "event=management pubkey={} address={} method={} outcome=\"{}\"",
                caller.pubkey(),
                caller.address(),
                printable(call.method()),
                outcome);
        JsonBytes line = line(caller.address());
        line.raw(",\"pubkey\":").string(caller.pubkey().hex());
        line.raw(",\"method\":").string(printable(call.method())).raw(",\"params\":");
        Params.write(line, call.params());
        finish(calls, line, outcome);
    }

    /** Somebody who may call has sent what is no call. */
    void unreadable(Call.Caller caller, String outcome) {
        called(caller, new ManagementCall("", List.of()), outcome);
    }

    /** Somebody has proved nothing. */
    void refused(String address, String why) {
        LOG.debug("event=management-refused address={} why=\"{}\"", address, why);
        finish(refused, line(address), why);
    }

    private JsonBytes line(String address) {
        return new JsonBytes(512)
                .raw("{\"time\":")
                .string(clock.instant().toString())
                .raw(",\"address\":")
                .string(address);
    }

    private static void finish(Optional<AuditLog> log, JsonBytes line, String outcome) {
        byte[] bytes =
                line.raw(",\"outcome\":").string(outcome).raw('}').raw('\n').toBytes();
        log.ifPresent(file -> file.append(bytes));
    }

    /** No method's name is longer, or has other characters. */
    private static String printable(String method) {
        return method.matches("[a-z]{0,40}") ? method : "?";
    }

    @Override
    public void close() {
        calls.ifPresent(AuditLog::close);
        refused.ifPresent(AuditLog::close);
    }
}
