package dev.souk.marketplace.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One path of the interface.
 *
 * @param template as the OpenAPI document has it: {@code {name}} stands for one segment of the path that is not empty, or,
 *     when it is the last one and its name is {@code j}, for the whole rest
 * @param parameters the names of the query parameters it has
 * @param handler makes the answer
 */
record Endpoint(String template, Set<String> parameters, Handler handler) {
    Endpoint {
        parameters = Set.copyOf(parameters);
    }

    static Endpoint of(String template, Handler handler, String... parameters) {
        return new Endpoint(template, Set.copyOf(List.of(parameters)), handler);
    }

    /** Makes an answer; may be left by a {@link RefusedException}. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call);
    }

    /** The variables of the template that {@code path} gives values to, if it is of this template. */
    Optional<Map<String, String>> match(String path) {
        String[] wanted = template.split("/", -1);
        boolean isOpenEnded = template.endsWith("/{j}");
        String[] given = path.split("/", isOpenEnded ? wanted.length : -1);
        if (given.length != wanted.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new TreeMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
                variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
