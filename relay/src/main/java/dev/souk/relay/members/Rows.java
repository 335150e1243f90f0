package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import dev.souk.storage.Table.Entry;
import dev.souk.storage.Table.Write;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The rows of the members' table, all of them.
 *
 * <pre>
 * key                                     value
 * m pubkey(32)                            reason, number of roles, their ids    a member
 * r id                                    label, description, color, order      a role
 * g pubkey(32)                                                                  a key that the configuration has given once
 * n second(8) joined(1) pubkey(32)                                              a change that is to be announced
 * i hash(32)                              who asked (32), until (8), uses (4)    an invite, as long as it is good
 * </pre>
 *
 * Texts are as {@link DataOutputStream#writeUTF} has them, numbers big-endian; a color or an order that is none is
 * {@link #NONE}.
 */
final class Rows {
    private static final byte MEMBER = 'm';
    private static final byte ROLE = 'r';
    private static final byte GIVEN = 'g';
    private static final byte NEWS = 'n';
    private static final byte INVITE = 'i';
    private static final int NONE = Integer.MIN_VALUE;
    private static final int PAGE = 1_000;
    private static final byte[] NOTHING = {};

    private Rows() {}

    static Write put(Member member) {
        return new Write.Put(key(MEMBER, member.pubkey()), value(out -> {
            out.writeUTF(member.reason());
            out.writeShort(member.roles().size());
            for (String role : member.roles()) {
                out.writeUTF(role);
            }
        }));
    }

    static Write delete(Member member) {
        return new Write.Delete(key(MEMBER, member.pubkey()));
    }

    static Write put(Role role) {
        return new Write.Put(roleKey(role.id()), value(out -> {
            out.writeUTF(role.label());
            out.writeUTF(role.description());
            out.writeInt(role.color().orElse(NONE));
            out.writeInt(role.order().orElse(NONE));
        }));
    }

    static Write delete(Role role) {
        return new Write.Delete(roleKey(role.id()));
    }

    static Write putGiven(Bytes32 pubkey) {
        return new Write.Put(key(GIVEN, pubkey), NOTHING);
    }

    static Write put(Announcement news) {
        return new Write.Put(newsKey(news), NOTHING);
    }

    static Write delete(Announcement news) {
        return new Write.Delete(newsKey(news));
    }

    static Write put(Invite invite) {
        return new Write.Put(
                key(INVITE, invite.hash()),
                ByteBuffer.allocate(Bytes32.SIZE + 12)
                        .put(invite.asker().toBytes())
                        .putLong(invite.until())
                        .putInt(invite.uses())
                        .array());
    }

    static Write delete(Invite invite) {
        return new Write.Delete(key(INVITE, invite.hash()));
    }

    static boolean wasGiven(Table table, Bytes32 pubkey) {
        return table.get(key(GIVEN, pubkey)).isPresent();
    }

    static List<Member> members(Table table) {
        List<Member> members = new ArrayList<>();
        each(table, MEMBER, entry -> members.add(member(entry)));
        return members;
    }

    static List<Role> roles(Table table) {
        List<Role> roles = new ArrayList<>();
        each(table, ROLE, entry -> roles.add(role(entry)));
        return roles;
    }

    /** The oldest first. */
    static List<Announcement> news(Table table) {
        List<Announcement> news = new ArrayList<>();
        each(table, NEWS, entry -> news.add(news(entry)));
        return news;
    }

    static List<Invite> invites(Table table) {
        List<Invite> invites = new ArrayList<>();
        each(table, INVITE, entry -> invites.add(invite(entry)));
        return invites;
    }

    private static Invite invite(Entry entry) {
        ByteBuffer value = ByteBuffer.wrap(entry.value());
        return new Invite(
                Bytes32.at(entry.key(), 1),
                Bytes32.at(entry.value(), 0),
                value.getLong(Bytes32.SIZE),
                value.getInt(Bytes32.SIZE + 8));
    }

    private static void each(Table table, byte kind, Consumer<Entry> reader) {
        byte[] prefix = {kind};
        byte[] from = prefix;
        List<Entry> page;
        do {
            page = table.scan(prefix, from, PAGE);
            page.forEach(reader);
            from = page.isEmpty()
                    ? from
                    : Arrays.copyOf(page.getLast().key(), page.getLast().key().length + 1);
        } while (page.size() == PAGE);
    }

    private static Member member(Entry entry) {
        return read(entry, in -> {
            String reason = in.readUTF();
            SortedSet<String> roles = new TreeSet<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                roles.add(in.readUTF());
            }
            return new Member(Bytes32.at(entry.key(), 1), reason, roles);
        });
    }

    private static Role role(Entry entry) {
        String id = new String(entry.key(), 1, entry.key().length - 1, StandardCharsets.UTF_8);
        return read(entry, in -> new Role(id, in.readUTF(), in.readUTF(), optional(in), optional(in)));
    }

    private static OptionalInt optional(DataInputStream in) throws IOException {
        int number = in.readInt();
        return number == NONE ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static Announcement news(Entry entry) {
        ByteBuffer key = ByteBuffer.wrap(entry.key());
        return new Announcement(key.getLong(1), key.get(9) == 1, Bytes32.at(entry.key(), 10));
    }

    private static byte[] key(byte kind, Bytes32 pubkey) {
        byte[] key = new byte[1 + Bytes32.SIZE];
        key[0] = kind;
        pubkey.write(key, 1);
        return key;
    }

    private static byte[] roleKey(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(ROLE).put(text).array();
    }

    private static byte[] newsKey(Announcement news) {
        return ByteBuffer.allocate(10 + Bytes32.SIZE)
                .put(NEWS)
                .putLong(news.second())
                .put((byte) (news.joined() ? 1 : 0))
                .put(news.pubkey().toBytes())
                .array();
    }

    /** Writes the fields of a value. */
    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads the fields of a value. */
    private interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static byte[] value(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            fields.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(Entry entry, Reading<T> reading) {
        try {
            return reading.read(new DataInputStream(new ByteArrayInputStream(entry.value())));
        } catch (IOException e) {
            throw new UncheckedIOException("a row of the members' table is cut off", e);
        }
    }
}
