package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.ManagementCall;
import dev.souk.relay.members.Members;
import dev.souk.relay.members.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** Members and their roles (NIP-43). */
final class MemberCalls {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

    private final Members members;
    private final IntSupplier maxListed;

    MemberCalls(Members members, IntSupplier maxListed) {
        this.members = members;
        this.maxListed = maxListed;
    }

    Map<String, Call> all() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("allowpubkey", (caller, params) -> {
            members.add(pubkey(params), params.reason(1));
            return Results.done();
        });
        calls.put("unallowpubkey", (caller, params) -> {
            members.remove(pubkey(params));
            return Results.done();
        });
        calls.put(
                "listallowedpubkeys",
                (caller, params) -> Results.array(
                        members.page(params.afterBytes32(), params.limit(maxListed.getAsInt())),
                        (json, member) ->
                                Results.reason(json, "pubkey", member.pubkey().hex(), member.reason())));
        calls.put("createrole", (caller, params) -> define(params, false));
        calls.put("editrole", (caller, params) -> define(params, true));
        calls.put("deleterole", (caller, params) -> {
            existing(params, 0);
            members.removeRole(roleId(params, 0));
            return Results.done();
        });
        calls.put("assignrole", (caller, params) -> {
            members.assign(member(params), existing(params, 1));
            return Results.done();
        });
        calls.put("unassignrole", (caller, params) -> {
            members.unassign(member(params), existing(params, 1));
            return Results.done();
        });
        return calls;
    }

    private static Bytes32 pubkey(Params params) {
        return params.bytes32(0, "the public key");
    }

    private Bytes32 member(Params params) {
        Bytes32 pubkey = pubkey(params);
        if (!members.contains(pubkey)) {
            throw new RefusedCallException("this key is no member: allowpubkey makes it one");
        }
        return pubkey;
    }

    private static String roleId(Params params, int index) {
        return params.text(index, "the role's id", Role.MAX_ID);
    }

    private boolean isRole(String id) {
        return members.roles().stream().anyMatch(role -> role.id().equals(id));
    }

    private String existing(Params params, int index) {
        String id = roleId(params, index);
        if (!isRole(id)) {
            throw new RefusedCallException("there is no such role");
        }
        return id;
    }

    private byte[] define(Params params, boolean isThere) {
        String id = roleId(params, 0);
        if (isRole(id) != isThere) {
            throw new RefusedCallException(
                    isThere ? "there is no such role" : "there is such a role: editrole changes it");
        }
        try {
            members.put(new Role(
                    id,
                    params.optionalText(1, "the label", Role.MAX_TEXT).orElse(""),
                    params.optionalText(2, "the description", Role.MAX_TEXT).orElse(""),
                    number(params, 3, "the color"),
                    number(params, 4, "the order")));
        } catch (IllegalArgumentException e) {
            throw new RefusedCallException(String.valueOf(e.getMessage()));
        }
        return Results.done();
    }

    /** The NIP does not say which JSON it means; in events (NIP-43) both are strings. */
    private static OptionalInt number(Params params, int index, String what) {
        if (index < params.all().size() && params.all().get(index) instanceof ManagementCall.Text(String text)) {
            if (!text.isEmpty() && !NUMBER.matcher(text).matches()) {
                throw new RefusedCallException(what + " must be a whole number");
            }
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        }
        return params.optionalNumber(index, what, -999_999_999, 999_999_999).stream()
                .mapToInt(number -> (int) number)
                .findFirst();
    }
}
