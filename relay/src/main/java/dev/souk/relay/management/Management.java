package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.JsonBytes;
import dev.souk.protocol.ManagementCall;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.json.MalformedException;
import dev.souk.protocol.json.ManagementCallReader;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.extension.HttpRoute.Reply;
import dev.souk.relay.info.Identity;
import dev.souk.relay.members.Members;
import dev.souk.relay.members.MembersFullException;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.metrics.RelayMetrics.CallOutcome;
import dev.souk.relay.moderation.ListFullException;
import dev.souk.relay.moderation.Moderation;
import dev.souk.storage.EventStore;
import dev.souk.storage.StorageException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay management API (NIP-86): proves who calls, finds the method, does it, writes it down. Asked on the thread
 * {@code management-1}; everything behind it is thread-safe by itself.
 */
public final class Management implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Management.class);
    private static final String TABLE = "management";

    /** Calls of all who may call within two minutes. */
    private static final int MAX_PROOFS = 20_000;

    private final Managers managers;
    private final HttpAuth auth;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Audit audit;
    private final RelayMetrics metrics;

    /**
     * @param managers who may call
     * @param onBlock closes what is open and blocked by now
     */
    public Management(
            RunningConfig config,
            Managers managers,
            EventStore store,
            Moderation moderation,
            Members members,
            Identity identity,
            EventVerifier verifier,
            Runnable onBlock,
            InstantSource clock,
            RelayMetrics metrics) {
        this.managers = managers;
        IntSupplier maxListed = () -> config.get().management().maxListed();
        UsedProofs used = new UsedProofs(store.table(TABLE), MAX_PROOFS);
        this.auth = new HttpAuth(
                config.made(all -> all.auth().relayUrls(), HttpAuth::urls), managers::mayCall, verifier, used, clock);
        this.audit = new Audit(config.get().management(), clock);
        this.metrics = metrics;
        calls.put("supportedmethods", this::supportedMethods);
        Reports reports =
                new Reports(store, moderation, () -> config.get().management().maxReports());
        calls.putAll(new ModerationCalls(moderation, reports, managers, maxListed).all());
        calls.putAll(new MemberCalls(members, maxListed).all());
        calls.putAll(new RelayCalls(moderation, identity, maxListed, onBlock).all());
        calls.put("stats", (caller, params) -> new Statistics(store, metrics).json());
    }

    private byte[] supportedMethods(Call.Caller caller, Params params) {
        return Results.array(
                calls.keySet().stream()
                        .filter(method ->
                                !method.equals("supportedmethods") && managers.mayCall(caller.pubkey(), method))
                        .toList(),
                JsonBytes::string);
    }

    /** Answers a request, whatever it is. */
    public Reply.Whole answer(ManagementRequest request) {
        return switch (auth.judge(request)) {
            case HttpAuth.Outcome.Proven(Bytes32 pubkey) ->
                answer(new Call.Caller(pubkey, request.address()), request.body());
            case HttpAuth.Outcome.Refused(String why) -> {
                metrics.managementCall(CallOutcome.UNAUTHORIZED);
                audit.refused(request.address(), why);
                yield error(401, why).with("WWW-Authenticate", "Nostr");
            }
        };
    }

    private Reply.Whole answer(Call.Caller caller, byte[] body) {
        ManagementCall call;
        try {
            call = ManagementCallReader.read(body);
        } catch (MalformedException e) {
            String problem = String.valueOf(e.getMessage());
            metrics.managementCall(CallOutcome.ERROR);
            audit.unreadable(caller, problem);
            return error(400, problem);
        }
        if (!managers.mayCall(caller.pubkey(), call.method())) {
            metrics.managementCall(CallOutcome.FORBIDDEN);
            audit.called(caller, call, "forbidden");
            return error(403, "this key may not call this method");
        }
        return perform(caller, call);
    }

    /** The text knows no status for a call that fails; the body tells. */
    private Reply.Whole perform(Call.Caller caller, ManagementCall call) {
        Optional<String> problem;
        byte[] result = {};
        try {
            Call method = Optional.ofNullable(calls.get(call.method()))
                    .orElseThrow(() -> new RefusedCallException("this method is not supported"));
            result = method.answer(caller, new Params(call.params()));
            problem = Optional.empty();
        } catch (RefusedCallException | ListFullException | MembersFullException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            LOG.error("event=management-failed method={}", call.method(), e);
            problem = Optional.of("the relay cannot write to its store");
        }
        metrics.managementCall(problem.isEmpty() ? CallOutcome.DONE : CallOutcome.ERROR);
        audit.called(caller, call, problem.orElse("done"));
        return problem.isPresent()
                ? error(200, problem.get())
                : reply(
                        200,
                        new JsonBytes(result.length + 16)
                                .raw("{\"result\":")
                                .raw(result)
                                .raw('}'));
    }

    private static Reply.Whole error(int status, String problem) {
        return reply(
                status, new JsonBytes(128).raw("{\"error\":").string(problem).raw('}'));
    }

    private static Reply.Whole reply(int status, JsonBytes json) {
        return new Reply.Whole(
                status, ManagementCall.CONTENT_TYPE, Map.of("Cache-Control", "no-store"), json.toBytes());
    }

    @Override
    public void close() {
        audit.close();
    }
}
