package dev.souk.deploy.config;

import dev.souk.protocol.Filter;
import dev.souk.protocol.json.FilterReader;
import dev.souk.protocol.json.FilterWriter;
import dev.souk.relay.config.NegentropyConfig;
import java.util.Arrays;
import java.util.List;

/** A list of filters as JSON, without since, until and limit. In a variable they are separated by commas, too. */
final class FilterTexts implements ValueType<List<Filter>> {
    private final Texts texts = new Texts(
            "filters like \"{\\\"kinds\\\":[1]}\" without since, until and limit",
            NegentropyConfig.MAX_FILTERS,
            FilterTexts::isTimeless);

    private static boolean isTimeless(String text) {
        return FilterReader.parse(text).filter(NegentropyConfig::isTimeless).isPresent();
    }

    @Override
    public String expectation() {
        return texts.expectation();
    }

    @Override
    public Parsed<List<Filter>> parse(Object toml) {
        return texts.parse(toml)
                .then(all -> new Parsed.Valid<>(all.stream()
                        .flatMap(one -> FilterReader.parse(one).stream())
                        .toList()));
    }

    @Override
    public Object ofText(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.strip().split("(?<=})\\s*,\\s*(?=\\{)", -1))
                        .toList();
    }

    @Override
    public String toToml(List<Filter> value) {
        return texts.toToml(value.stream().map(FilterWriter::json).toList());
    }
}
