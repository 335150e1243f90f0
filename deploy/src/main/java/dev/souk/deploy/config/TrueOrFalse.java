package dev.souk.deploy.config;

/** A switch. */
record TrueOrFalse() implements ValueType<Boolean> {
    @Override
    public String expectation() {
        return "true or false";
    }

    @Override
    public Parsed<Boolean> parse(Object toml) {
        return toml instanceof Boolean value
                ? new Parsed.Valid<>(value)
                : new Parsed.Invalid<>("is " + Literal.shown(toml) + "; expected " + expectation());
    }

    @Override
    public Object ofText(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> text;
        };
    }

    @Override
    public String toToml(Boolean value) {
        return Boolean.toString(value);
    }
}
