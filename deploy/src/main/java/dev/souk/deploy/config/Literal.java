package dev.souk.deploy.config;

import java.util.List;
import java.util.Locale;

/** TOML values as text. */
final class Literal {
    private static final int MAX_SHOWN = 60;

    private Literal() {}

    /** A basic string, quoted and escaped. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /** A value as an error message shows it, cut when it is long. */
    static String shown(Object toml) {
        String text = switch (toml) {
            case String string -> quoted(string);
            case List<?> list -> list.stream().map(Literal::shown).toList().toString();
            case Long number -> number.toString();
            case Boolean bool -> bool.toString();
            case Double number -> number.toString();
            default -> "something else";
        };
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
