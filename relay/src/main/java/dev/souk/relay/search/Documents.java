package dev.souk.relay.search;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * What an event is in the index, and a filter to it. Whatever the index finds is checked on the stored event, so that
 * short hashes do.
 *
 * <pre>
 * field     kept as                  what
 * text      terms, how often         the words; no positions, as order is checked on the event
 * key       term                     the sequence under which the event is stored, 8 bytes
 * author    term                     the first 8 bytes of the pubkey
 * kind      term                     the kind, 8 bytes
 * tag       terms                    letter and hash of the value of each indexed tag, 9 bytes
 * created   number                   created_at
 * sequence  number                   the sequence
 * </pre>
 */
final class Documents {
    /** Raised whenever the fields or the analysis change. */
    static final int VERSION = 1;

    static final String TEXT = "text";
    static final String CREATED = "created";
    static final String SEQUENCE = "sequence";

    private static final String KEY = "key";
    private static final String AUTHOR = "author";
    private static final String TAG = "tag";
    private static final String KIND = "kind";
    private static final FieldType WORDS = words();

    private Documents() {}

    private static FieldType words() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }

    /** The document of an event. */
    static Document of(long sequence, EventHeader event, String text) {
        Document document = new Document();
        document.add(new Field(TEXT, text, WORDS));
        document.add(new StringField(KEY, bytes(sequence), Field.Store.NO));
        document.add(new StringField(AUTHOR, author(event.pubkey()), Field.Store.NO));
        document.add(new StringField(KIND, bytes(event.kind()), Field.Store.NO));
        event.forEachIndexedTag(
                (letter, value) -> document.add(new StringField(TAG, tag(letter, value), Field.Store.NO)));
        document.add(new NumericDocValuesField(CREATED, event.createdAt()));
        document.add(new NumericDocValuesField(SEQUENCE, sequence));
        return document;
    }

    /** What names the document of the event that is stored under {@code sequence}. */
    static Term key(long sequence) {
        return new Term(KEY, bytes(sequence));
    }

    /**
     * All that may match: of {@code words} every one, and what the filter asks as far as that makes it fewer.
     *
     * @param index where it will be looked for
     */
    static Query query(Filter filter, Collection<String> words, Snapshot snapshot, IndexReader index)
            throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words.forEach(word -> query.add(new TermQuery(new Term(TEXT, word)), Occur.MUST));
        filter.ids().ifPresent(ids -> query.add(in(KEY, keys(ids, snapshot)), Occur.FILTER));
        filter.authors()
                .ifPresent(authors -> query.add(
                        in(AUTHOR, authors.stream().map(Documents::author).toList()), Occur.FILTER));
        List<BytesRef> kinds = filter.kinds().stream()
                .flatMap(Set::stream)
                .map(Documents::bytes)
                .toList();
        if (filter.kinds().isPresent() && !areMost(kinds, index)) {
            query.add(in(KIND, kinds), Occur.FILTER);
        }
        for (Map.Entry<Character, Set<String>> tag : filter.tags().entrySet()) {
            query.add(
                    in(
                            TAG,
                            tag.getValue().stream()
                                    .map(value -> tag(tag.getKey(), value))
                                    .toList()),
                    Occur.FILTER);
        }
        if (filter.since() > 0 || filter.until() < Long.MAX_VALUE) {
            query.add(NumericDocValuesField.newSlowRangeQuery(CREATED, filter.since(), filter.until()), Occur.FILTER);
        }
        return query.build();
    }

    /** With a condition Lucene can skip less: one that most documents fulfil is left to the check of the event. */
    private static boolean areMost(List<BytesRef> kinds, IndexReader index) throws IOException {
        long documents = 0;
        for (BytesRef kind : kinds) {
            documents += index.docFreq(new Term(KIND, kind));
        }
        return documents * 2 > index.maxDoc();
    }

    private static Query in(String field, Collection<BytesRef> terms) {
        return new TermInSetQuery(field, terms);
    }

    private static List<BytesRef> keys(Set<Bytes32> ids, Snapshot snapshot) {
        List<BytesRef> keys = new ArrayList<>();
        for (Bytes32 id : ids) {
            snapshot.event(id).map(StoredEvent::sequence).ifPresent(sequence -> keys.add(bytes(sequence)));
        }
        return keys;
    }

    private static BytesRef author(Bytes32 pubkey) {
        return bytes(pubkey.a());
    }

    private static BytesRef tag(char letter, String value) {
        long hash = StringHelper.murmurhash3_x64_128(new BytesRef(value))[0];
        return new BytesRef(
                ByteBuffer.allocate(9).put((byte) letter).putLong(hash).array());
    }

    private static BytesRef bytes(long number) {
        return new BytesRef(ByteBuffer.allocate(8).putLong(number).array());
    }
}
