package dev.souk.relay.management;

import dev.souk.relay.info.Identity;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.moderation.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** The relay itself: what it is called, which kinds it takes, who may connect. */
final class RelayCalls {
    /** As in the configuration. */
    private static final int MAX_NAME = 100;

    private static final int MAX_DESCRIPTION = 5_000;
    private static final int MAX_LINK = 2_000;
    private static final Pattern LINK = Pattern.compile("(https?://\\S+)?");

    /** A kind is short, and whoever asks wants to know of all. */
    private static final int MAX_KINDS = 100_000;

    private final Moderation moderation;
    private final Identity identity;
    private final IntSupplier maxListed;
    private final Runnable onBlock;

    /** @param onBlock closes what is open and blocked by now */
    RelayCalls(Moderation moderation, Identity identity, IntSupplier maxListed, Runnable onBlock) {
        this.moderation = moderation;
        this.identity = identity;
        this.maxListed = maxListed;
        this.onBlock = onBlock;
    }

    Map<String, Call> all() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("changerelayname", (caller, params) -> changeName(params));
        calls.put("changerelaydescription", (caller, params) -> changeDescription(params));
        calls.put("changerelayicon", (caller, params) -> changeIcon(params));
        calls.put("allowkind", (caller, params) -> setKind(params, true));
        calls.put("disallowkind", (caller, params) -> setKind(params, false));
        calls.put(
                "listallowedkinds",
                (caller, params) -> Results.array(
                        moderation.kinds().allowed(afterKind(params), params.limit(MAX_KINDS)),
                        (json, kind) -> json.number(kind)));
        calls.put(
                "listdisallowedkinds",
                (caller, params) -> Results.array(
                        moderation.kinds().disallowed(afterKind(params), params.limit(MAX_KINDS)),
                        (json, kind) -> json.number(kind)));
        calls.put("blockip", this::blockAddress);
        calls.put("unblockip", (caller, params) -> {
            moderation.addresses().unblock(params.network(0));
            return Results.done();
        });
        calls.put(
                "listblockedips",
                (caller, params) -> Results.reasons(
                        "ip",
                        moderation
                                .addresses()
                                .page(params.after().map(Params::network), params.limit(maxListed.getAsInt()))));
        return calls;
    }

    private byte[] changeName(Params params) {
        String name = params.text(0, "the name", MAX_NAME);
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedCallException("the name must be one line of text");
        }
        return change(Identity.Field.NAME, name);
    }

    private byte[] changeDescription(Params params) {
        return change(Identity.Field.DESCRIPTION, params.text(0, "the description", MAX_DESCRIPTION));
    }

    private byte[] changeIcon(Params params) {
        String link = params.text(0, "the icon", MAX_LINK);
        if (!LINK.matcher(link).matches()) {
            throw new RefusedCallException("the icon must be a link that begins with https:// or http://");
        }
        return change(Identity.Field.ICON, link);
    }

    private byte[] change(Identity.Field field, String text) {
        identity.change(field, text);
        return Results.done();
    }

    private byte[] setKind(Params params, boolean isAllowed) {
        moderation.kinds().set(params.kind(0), isAllowed);
        return Results.done();
    }

    private static OptionalInt afterKind(Params params) {
        return params.optionalNumber(1, "the kind before", 0, Integer.MAX_VALUE).stream()
                .mapToInt(kind -> (int) kind)
                .findFirst();
    }

    private byte[] blockAddress(Call.Caller caller, Params params) {
        Network network = params.network(0);
        if (Network.parse(caller.address()).filter(network::contains).isPresent()) {
            throw new RefusedCallException("that would block " + caller.address() + ", from where you call");
        }
        moderation.addresses().block(network, params.reason(1));
        onBlock.run();
        return Results.done();
    }
}
