package dev.souk.deploy.config;

import dev.souk.relay.config.RetentionRule;
import java.util.Arrays;
import java.util.List;

/** Rules of retention, each as its text. */
record RuleTexts(Texts texts) implements ValueType<List<RetentionRule>> {
    static boolean isRule(String text) {
        try {
            return !RetentionRule.parse(text).age().isZero();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String expectation() {
        return texts.expectation();
    }

    @Override
    public Parsed<List<RetentionRule>> parse(Object toml) {
        return texts.parse(toml)
                .then(all -> new Parsed.Valid<>(
                        all.stream().map(RetentionRule::parse).toList()));
    }

    @Override
    public Object ofText(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(";", -1)).map(String::strip).toList();
    }

    @Override
    public String toToml(List<RetentionRule> value) {
        return texts.toToml(value.stream().map(RetentionRule::toString).toList());
    }
}
