package dev.souk.deploy.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the settings in a strfry.conf, which is of the language of the taocpp/config library: {@code key = value} and {@code
 * key { ... }}, with commas or without, comments after {@code #} and {@code //} and between {@code /*} and its end. Of that
 * language what makes a value of others is refused: includes, references, functions, {@code +=}. Owned by one thread.
 */
final class ConfSource {
    private static final int MAX_DEPTH = 16;

    private final String text;
    private final List<Found> found = new ArrayList<>();
    private int at;
    private int line = 1;

    private ConfSource(String text) {
        this.text = text;
    }

    /** The settings, in the order of their lines. */
    static List<Found> read(String text) {
        ConfSource source = new ConfSource(text);
        source.skip();
        boolean isBraced = source.take('{');
        source.members("", 0);
        if (isBraced && !source.take('}')) {
            throw source.problem("the closing } of the file is missing");
        }
        source.skip();
        if (source.at < text.length()) {
            throw source.problem("a } too many, or a name is missing");
        }
        return source.found;
    }

    private void members(String prefix, int depth) {
        if (depth > MAX_DEPTH) {
            throw problem("nested too deeply");
        }
        for (skip(); at < text.length() && peek() != '}'; skip()) {
            String key = prefix + key();
            int begin = line;
            skip();
            if (take('{')) {
                block(key, depth);
            } else if (take('=') || take(':')) {
                skip();
                if (take('{')) {
                    block(key, depth);
                } else {
                    found.add(new Found(key, value(0), begin));
                }
            } else {
                throw problem("expected = or { behind " + key);
            }
            skip();
            take(',');
        }
    }

    private void block(String key, int depth) {
        members(key + ".", depth + 1);
        if (!take('}')) {
            throw problem("the block " + key + " is not closed");
        }
    }

    /** A name, or several with dots between. */
    private String key() {
        if (peek() == '"' || peek() == '\'') {
            return string();
        }
        int begin = at;
        while (at < text.length() && (isWord(peek()) || peek() == '.' || peek() == '-')) {
            at++;
        }
        if (at == begin) {
            throw problem("expected a name, got " + shownHere());
        }
        return text.substring(begin, at);
    }

    private Object value(int depth) {
        char first = peek();
        if (first == '"' || first == '\'') {
            StringBuilder all = new StringBuilder(string());
            for (skip(); take('+'); skip()) {
                skip();
                all.append(string());
            }
            return all.toString();
        }
        return first == '[' ? list(depth) : scalar();
    }

    private List<Object> list(int depth) {
        if (depth > MAX_DEPTH) {
            throw problem("nested too deeply");
        }
        at++;
        List<Object> all = new ArrayList<>();
        for (skip(); !take(']'); skip()) {
            if (at >= text.length()) {
                throw problem("a list is not closed");
            }
            all.add(value(depth + 1));
            skip();
            take(',');
        }
        return all;
    }

    private Object scalar() {
        int begin = at;
        while (at < text.length() && (isWord(peek()) || "+-.".indexOf(peek()) >= 0)) {
            at++;
        }
        String word = text.substring(begin, at);
        if (word.equals("true") || word.equals("false")) {
            return Boolean.valueOf(word);
        }
        try {
            return word.toLowerCase(Locale.ROOT).startsWith("0x")
                    ? Long.parseLong(word.substring(2), 16)
                    : Long.parseLong(word);
        } catch (NumberFormatException e) {
            at = begin;
            throw problem("expected text in quotes, a number, true or false, got " + shownHere());
        }
    }

    private String string() {
        char quote = peek();
        if (quote != '"' && quote != '\'') {
            throw problem("expected text in quotes, got " + shownHere());
        }
        String three = String.valueOf(quote).repeat(3);
        if (text.startsWith(three, at)) {
            return raw(three);
        }
        StringBuilder out = new StringBuilder();
        for (at++; at < text.length() && peek() != '\n'; at++) {
            char c = peek();
            if (c == quote) {
                at++;
                return out.toString();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw problem("the text is not closed");
    }

    private String raw(String quotes) {
        int end = text.indexOf(quotes, at + 3);
        if (end < 0) {
            throw problem("the text is not closed");
        }
        String inner = text.substring(at + 3, end);
        line += (int) inner.chars().filter(c -> c == '\n').count();
        at = end + 3;
        return inner;
    }

    /** What the escape at hand means; ends on its last character. */
    private char escaped() {
        at++;
        char c = at < text.length() ? peek() : '\n';
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '\\', '/', '"', '\'' -> c;
            case 'u' -> unicode();
            default -> throw problem("an escape that is not known: \\" + c);
        };
    }

    private char unicode() {
        try {
            char c = (char) Integer.parseInt(text, at + 1, at + 5, 16);
            at += 4;
            return c;
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw problem("\\u needs four hex digits");
        }
    }

    /** Passes white space and comments. */
    private void skip() {
        while (at < text.length()) {
            char c = peek();
            if (c == '#' || text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at);
                if (end < 0) {
                    throw problem("the comment is not closed");
                }
                line += (int)
                        text.substring(at, end).chars().filter(b -> b == '\n').count();
                at = end + 2;
            } else if (Character.isWhitespace(c)) {
                line += c == '\n' ? 1 : 0;
                at++;
            } else {
                return;
            }
        }
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** The character at hand; 0 at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private String shownHere() {
        return at < text.length()
                ? "\""
                        + text.substring(at, Math.min(text.length(), at + 20))
                                .lines()
                                .findFirst()
                                .orElse("") + "\""
                : "the end";
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private ConversionException problem(String what) {
        return new ConversionException("line " + line + ": " + what);
    }
}
