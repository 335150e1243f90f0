package dev.souk.deploy.config;

import dev.souk.protocol.Filter;
import dev.souk.protocol.json.FilterReader;
import dev.souk.protocol.json.FilterWriter;
import dev.souk.relay.config.MirrorConfig;
import java.util.List;

/** Filters as JSON, at least one, without limit and search. */
final class MirrorFilters implements ValueType<List<Filter>> {
    private final Texts texts = new Texts(
            "filters like '{\"kinds\":[0,1],\"since\":1700000000}' without limit and search, at least one",
            MirrorConfig.MAX_FILTERS,
            text -> FilterReader.parse(text).filter(MirrorConfig::isUsable).isPresent());

    @Override
    public String expectation() {
        return texts.expectation();
    }

    @Override
    public Parsed<List<Filter>> parse(Object toml) {
        return texts.parse(toml)
                .then(all -> all.isEmpty()
                        ? new Parsed.Invalid<>("is []; expected " + expectation())
                        : new Parsed.Valid<>(all.stream()
                                .flatMap(one -> FilterReader.parse(one).stream())
                                .toList()));
    }

    @Override
    public Object ofText(String text) {
        return texts.ofText(text);
    }

    @Override
    public String toToml(List<Filter> value) {
        return texts.toToml(value.stream().map(FilterWriter::json).toList());
    }
}
